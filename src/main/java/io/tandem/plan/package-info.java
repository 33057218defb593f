/** The dry run (rule 17): systems that are read but only pretend to be written, and what the steps would have done. */
package io.tandem.plan;
