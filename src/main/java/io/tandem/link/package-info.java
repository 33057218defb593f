/** The link step and the link store: links, baselines, offsets, conflicts; the unit of work of a chunk. */
package io.tandem.link;
