package io.tandem.observe;

/** What the flows and systems did in the last day, for JMX. */
@Described("How much the flows and systems did in each minute of the last day; kept across restarts.")
public interface TrendsMXBean {

    /**
     * {@code {"step": 1, "now": .., "flows": {"..": [[minute, records, worst lag in ms], ..]}, "systems": {"..": [[minute,
     * calls, milliseconds a call], ..]}}}; minutes since 1970, {@code step} of them in each entry.
     */
    @Described("Records and lag of each flow, calls and their time of each system, as JSON")
    String trends(@Described(name = "minutes", value = "how far back, up to 1440") int minutes);
}
