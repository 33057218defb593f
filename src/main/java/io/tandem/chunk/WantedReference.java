package io.tandem.chunk;

import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;

/** The partner in {@code to} of the record {@code from}. */
public record WantedReference(RecordKey from, EntityKey to) {}
