package io.tandem.flow;

/** The two ends of a flow, and so its two directions: forward comes from SOURCE, backward from TARGET. */
public enum Side {
    SOURCE,
    TARGET;

    public Side other() {
        return this == SOURCE ? TARGET : SOURCE;
    }

    public String lower() {
        return this == SOURCE ? "source" : "target";
    }
}
