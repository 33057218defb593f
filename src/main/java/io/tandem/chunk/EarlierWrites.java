package io.tandem.chunk;

import java.util.List;

/**
 * What became of earlier writes of a pair whose answers were lost. Immutable.
 *
 * @param tookEffect the written value is there
 * @param inDoubt nothing shows any more whether they took effect
 * @param open they may still show up
 */
public record EarlierWrites(List<Intent> tookEffect, List<Intent> inDoubt, List<Intent> open) {

    private static final EarlierWrites NONE = new EarlierWrites(List.of(), List.of(), List.of());

    public EarlierWrites {
        tookEffect = List.copyOf(tookEffect);
        inDoubt = List.copyOf(inDoubt);
        open = List.copyOf(open);
    }

    public static EarlierWrites none() {
        return NONE;
    }

    /** Nobody will see what became of them. */
    public static EarlierWrites inDoubt(List<Intent> intents) {
        return intents.isEmpty() ? NONE : new EarlierWrites(List.of(), intents, List.of());
    }
}
