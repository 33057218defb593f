/** Records and properties that could not be written, why, and when they are tried again (rule 12). */
package io.tandem.park;
