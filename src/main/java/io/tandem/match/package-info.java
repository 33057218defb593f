/** The match step: the stored link first, then the match rows in order; never a guess (rule 2). */
package io.tandem.match;
