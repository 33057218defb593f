/** The fetch step: one feed for each entity, with snapshots, watermarks and sequence numbers (rules 1, 11, 16). */
package io.tandem.feed;
