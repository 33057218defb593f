package io.tandem.chunk;

import io.tandem.flow.Side;

/**
 * Why a record, or one property of it, could not be written: it is parked (rule 12).
 *
 * @param side where the record stands that must be corrected
 * @param property "" if it is about the whole record
 * @param heals whether trying again by itself makes sense
 */
public record Trouble(Side side, String recordId, String property, String reason, boolean heals) {}
