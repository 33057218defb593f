/** What happened to records and why (rule 18), and what was about to be written when an answer was lost. */
package io.tandem.history;
