package io.tandem.observe;

import io.tandem.config.ConfigurationFault;
import io.tandem.flow.Flow;
import io.tandem.flow.RouteFile;
import io.tandem.flow.Side;
import io.tandem.operator.Ambiguities;
import io.tandem.operator.Decisions;
import io.tandem.operator.Explanation;
import io.tandem.operator.Lists;
import io.tandem.record.Count;
import io.tandem.record.Json;
import io.tandem.record.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** One flow, as JMX shows it, with the decisions that a person takes about it. */
final class FlowBean implements FlowMXBean {

    private static final int MOST_ROWS = 1_000;

    private final ApplicationView view;
    private final Flow flow;

    FlowBean(ApplicationView view, Flow flow) {
        this.view = view;
        this.flow = flow;
    }

    @Override
    public String getSource() {
        return flow.source().toString();
    }

    @Override
    public String getTarget() {
        return flow.target().toString();
    }

    @Override
    public String getState() {
        return view.state(flow).word();
    }

    @Override
    public String getWhyOff() {
        return view.state(flow).why();
    }

    @Override
    public String getTrouble() {
        return view.counters(flow).trouble().orElse("");
    }

    @Override
    public double getLagSeconds() {
        return view.counters(flow).lagSeconds();
    }

    @Override
    public String getLastRound() {
        return view.counters(flow).lastRound().map(Instant::toString).orElse("");
    }

    @Override
    public long getLinked() {
        return view.totals(flow).linked();
    }

    @Override
    public long getWaiting() {
        return view.totals(flow).waiting();
    }

    @Override
    public long getAmbiguous() {
        return view.totals(flow).ambiguous();
    }

    @Override
    public long getUnresolved() {
        return view.totals(flow).unresolved();
    }

    @Override
    public long getDrift() {
        return view.totals(flow).drift();
    }

    @Override
    public long getConflicts() {
        return view.totals(flow).conflicts();
    }

    @Override
    public long getParked() {
        return view.totals(flow).parked();
    }

    @Override
    public long getRecordsPerMinute() {
        List<Long> minutes = view.counters(flow).perMinute();
        return minutes.get(minutes.size() - 1);
    }

    @Override
    public Map<String, Long> getRecords() {
        Map<String, Long> records = new TreeMap<>();
        view.counters(flow).records().forEach((outcome, n) -> records.put(Word.of(outcome), n));
        return records;
    }

    @Override
    public List<Long> getRecordsByMinute() {
        return view.counters(flow).perMinute();
    }

    @Override
    public String listLinks(int offset, int limit) {
        Window<Lists.LinkRow> window = new Window<>(offset, limit);
        view.lists().eachLink(List.of(flow), window::add);
        return view.pages().json(window.rows(), row -> Stream.of(row.source(), row.target()));
    }

    @Override
    public String waiting(int offset, int limit) {
        Window<Lists.WaitingRow> window = new Window<>(offset, limit);
        if (!getState().equals("off")) {
            Ambiguities ambiguities = view.lists().ambiguous(flow);
            view.lists().eachAmbiguous(flow, ambiguities, (seen, row) -> window.add(row));
            view.lists().eachUnmatched(flow, ambiguities, (seen, row) -> window.add(row));
        }
        return view.pages()
                .json(window.rows(), row -> Stream.concat(Stream.of(row.record()), row.candidates().stream()));
    }

    @Override
    public String parked(int offset, int limit) {
        return view.pages()
                .json(view.lists().parked(flow, Math.max(0, offset), most(limit)), row -> Stream.of(row.record()));
    }

    @Override
    public String conflicts(int offset, int limit) {
        return view.pages()
                .json(
                        view.lists().conflicts(flow, Math.max(0, offset), most(limit)),
                        row -> Stream.of(row.source(), row.target()));
    }

    /** An answer is in memory as a whole. */
    private static int most(int limit) {
        return Math.max(0, Math.min(limit, MOST_ROWS));
    }

    @Override
    public String history(String record) {
        return decide(decisions -> view.pages()
                .json(
                        Explanation.happened(
                                view.parts().jdbi(),
                                flow,
                                Optional.of(record)
                                        .filter(key -> !key.isBlank())
                                        .map(key -> decisions.record(flow, key))),
                        row -> Stream.of(row.record(), row.origin())));
    }

    @Override
    public String routeFile() {
        return Json.text(view.parts().routeFile().apply(flow).orElse(new RouteFile("", "")));
    }

    @Override
    public String link(String sourceId, String targetId) {
        return decide(decisions -> {
            decisions.link(flow, sourceId, targetId);
            return "Linked. The pair is merged in the next round.";
        });
    }

    @Override
    public String unlink(String sourceId) {
        return decide(decisions -> {
            decisions.unlink(flow, sourceId);
            return "Unlinked. The pair isn't linked again by itself.";
        });
    }

    @Override
    public String retry(long id) {
        if (!view.lists().isParked(flow, id)) {
            throw new IllegalArgumentException("nothing is parked under " + id + " in " + flow.id());
        }
        return decide(decisions -> retried(decisions.retry(List.of(id))));
    }

    @Override
    public String retryAll() {
        return decide(decisions -> retried(decisions.retryAll(List.of(flow.id()))));
    }

    @Override
    public String resolve(long id, String winner) {
        if (!view.lists().isConflict(flow, id)) {
            throw new IllegalArgumentException("there is no conflict " + id + " in " + flow.id());
        }
        Side side = side(winner);
        return decide(decisions -> {
            decisions.resolve(id, side);
            return "The " + side.lower() + "'s value wins; it is written in the next round.";
        });
    }

    private static Side side(String word) {
        for (Side side : Side.values()) {
            if (side.lower().equalsIgnoreCase(word)) {
                return side;
            }
        }
        throw new IllegalArgumentException("the winner is source or target");
    }

    @Override
    public String pause() {
        return decide(decisions -> decisions.pause(flow, true) == 1
                ? "Paused. Changes are kept, and carried over when it is resumed."
                : "It was paused already.");
    }

    @Override
    public String resume() {
        return decide(decisions ->
                decisions.pause(flow, false) == 1 ? "Resumed; it goes on with its next round." : "It was not paused.");
    }

    @Override
    public String allowDeletes() {
        return decide(decisions -> {
            decisions.allowDeletes(flow);
            return "Allowed. The deletes are applied in the next round.";
        });
    }

    @Override
    public String syncNow() {
        if (!getState().equals("on")) {
            throw new IllegalStateException(flow.id() + " is " + getState() + ": " + getWhyOff());
        }
        return decide(decisions -> view.parts().sync().apply(flow));
    }

    /** JMX clients don't know our fault's class, so its words travel in one that they know. */
    private static String retried(int records) {
        return Count.are(records, "parked record") + " tried again in the next round.";
    }

    private String decide(Function<Decisions, String> decision) {
        try {
            return decision.apply(view.parts().decisions().apply(ConsoleUser.name()));
        } catch (ConfigurationFault refused) {
            throw new IllegalStateException(refused.getMessage());
        } finally {
            view.changed(flow);
        }
    }

    /** Some rows of a stream that may be long. */
    private record Window<T>(int offset, int limit, List<T> rows, int[] passed) {

        Window(int offset, int limit) {
            this(offset, most(limit), new ArrayList<>(), new int[1]);
        }

        void add(T row) {
            if (passed[0]++ >= offset && rows.size() < limit) {
                rows.add(row);
            }
        }
    }
}
