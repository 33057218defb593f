/** Tandem keeps the records of business systems in step, two ways. */
package io.tandem;
