package io.tandem.store;

import io.tandem.record.RecordKey;

/** The same thing in two systems, as an operator's table says; one to one within a pair of entities. */
public record CrossReference(RecordKey source, RecordKey target) {}
