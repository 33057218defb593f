package io.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the scenarios and writes tables and a chart into {@code target/bench}.
 *
 * <p>{@code -Dbench.size=10000} records; {@code bench.latency=0} milliseconds before each answer; {@code bench.store=h2}, or
 * {@code postgresql}, or both, or a JDBC address; {@code bench.heap=256m}: -Xmx of the application; {@code bench.runs=1};
 * {@code bench.scenarios=tickets,users}, of {@code tickets,users,limited,edits,pieces}; {@code bench.home}: whose config and
 * routes are taken, else the launcher's own; {@code bench.program}: the launcher, else {@code target/tandem/bin/tandem};
 * {@code bench.options}: more for its Java, e.g. a recording, where %n is the command and a number; {@code bench.plain=2000}:
 * tickets of the plain route; {@code bench.edits.seconds=60}: so long edits are made at each rate.
 */
public final class Bench {

    private static final List<String> TICKETS = List.of("zendesk-tickets--custompms-project");
    private static final List<String> USERS =
            List.of("zendesk-users--powerofficego-contactperson", "zendesk-users--powerofficego-customers-person");

    /** CustomPMS' calls a second in the scenario {@code limited}. */
    private static final int LIMIT = 10;

    private static final List<Integer> EDITS_EACH_SECOND = List.of(1, 10, 100);

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final int size = Integer.getInteger("bench.size", 10_000);
    private final long latency = Long.getLong("bench.latency", 0);
    private final int plain = Math.min(size, Integer.getInteger("bench.plain", 2_000));
    private final Path top =
            Path.of(System.getProperty("bench.folder", "target/bench")).toAbsolutePath();
    private final List<Row> rows = new ArrayList<>();
    private final List<EditRow> edits = new ArrayList<>();

    /**
     * A line of the table.
     *
     * @param seconds that the work took, without the start of its process
     * @param ratio its rate by the limit loop's on the same servers; 0 if that has none
     * @param refused calls that were too many
     */
    record Row(
            String scenario,
            String party,
            int records,
            double seconds,
            double ratio,
            long reads,
            long writes,
            long refused,
            long bytes,
            MeasuredProcess process) {
        double rate() {
            return records / seconds;
        }
    }

    /**
     * Edits at one rate.
     *
     * @param report what {@link Edits#run} found
     * @param cpuSeconds of the application from the first edit until the last one arrived
     */
    record EditRow(String store, String schedule, int eachSecond, JsonNode report, double cpuSeconds) {}

    public static void main(String[] args) throws Exception {
        Bench bench = new Bench();
        List<String> scenarios =
                List.of(System.getProperty("bench.scenarios", "tickets,users").split(","));
        for (int run = 1; run <= Integer.getInteger("bench.runs", 1); run++) {
            for (String store : Store.named()) {
                for (String scenario : scenarios) {
                    bench.run(scenario, store, run);
                }
            }
        }
        if (scenarios.contains("pieces")) {
            Pieces.run(bench.top);
        }
        Report.write(bench.top, bench.size + "-" + bench.latency + "ms", bench.rows, bench.edits);
    }

    private void run(String scenario, String store, int run) throws Exception {
        Path folder = top.resolve(scenario + "-" + run + "-" + store.replaceAll("\\W.*", ""));
        switch (scenario) {
            case "tickets" -> tickets(folder, Store.open(store));
            case "users" -> users(folder, Store.open(store));
            case "limited" -> limited(folder, Store.open(store));
            case "edits" -> {
                edits(folder, Store.open(store), "as shipped", List.of());
                List<String> eachSecond = new ArrayList<>(PackagedTandem.WITHOUT_BUDGETS);
                eachSecond.add("schedule.default=* * * * * ?");
                edits(folder, Store.open(store), "each second, no budgets", eachSecond);
            }
            default -> {
                if (!scenario.equals("pieces")) {
                    throw new IllegalArgumentException("no such scenario: " + scenario);
                }
            }
        }
    }

    private ServerProcess servers(int tickets, int users, int limit) throws IOException {
        return new ServerProcess(top, tickets, users, latency, limit);
    }

    private void tickets(Path folder, Store store) throws Exception {
        try (ServerProcess servers = servers(size, 0, 0)) {
            PackagedTandem tandem = new PackagedTandem(folder, servers.address, store, TICKETS);
            double limit = limit(servers, "create", "tickets");
            double read = limit(servers, "read all", "read");
            servers.ask("/bench/forget");
            if (plain > 0) {
                measure(
                        servers,
                        new Work("create", "plain Camel route", plain, limit),
                        MeasuredProcess.java(PlainRoute.class, servers.address, plain + "", folder + "/known.txt"));
                servers.ask("/bench/forget");
            }
            tandem(servers, tandem, work("create", store, limit), "sync");
            tandem(servers, tandem, work("quiet", store, 0), "sync");
            tandem(servers, tandem, work("rescan", store, read), "reconcile");
            servers.ask("/bench/edit?each=100");
            tandem(servers, tandem, work("1 % changed", store, 0), "sync");
        }
    }

    private void users(Path folder, Store store) throws Exception {
        try (ServerProcess servers = servers(0, size, 0)) {
            PackagedTandem tandem = new PackagedTandem(folder, servers.address, store, USERS);
            double limit = limit(servers, "match", "users");
            tandem.importReferences();
            tandem(servers, tandem, work("match", store, limit), "sync");
            tandem(servers, tandem, work("match, quiet", store, 0), "sync");
            tandem(servers, tandem, work("match, rescan", store, limit), "reconcile");
        }
    }

    /** Each call counts: all that is asked for and written has to fit into ten calls a second. */
    private void limited(Path folder, Store store) throws Exception {
        try (ServerProcess servers = servers(size, 0, LIMIT)) {
            PackagedTandem tandem = new PackagedTandem(folder, servers.address, store, TICKETS);
            List<String> settings = new ArrayList<>(PackagedTandem.WITHOUT_BUDGETS);
            settings.add("custompms.budget.requests=" + LIMIT + "/s");
            double limit = limit(servers, "create, 10 calls/s", "tickets");
            double read = limit(servers, "read all, 10 calls/s", "read");
            servers.ask("/bench/forget");
            tandem(servers, tandem, work("create, 10 calls/s", store, limit), "sync", settings);
            tandem(servers, tandem, work("rescan, 10 calls/s", store, read), "reconcile", settings);
        }
    }

    private void edits(Path folder, Store store, String schedule, List<String> settings) throws Exception {
        int seconds = Integer.getInteger("bench.edits.seconds", 60);
        // no ticket is edited twice: the first edit of the two would never be seen
        int tickets = Math.max(
                size,
                seconds * EDITS_EACH_SECOND.stream().mapToInt(rate -> rate).sum());
        try (ServerProcess servers = servers(tickets, 0, 0)) {
            PackagedTandem tandem = new PackagedTandem(folder, servers.address, store, TICKETS);
            tandem.run("sync", PackagedTandem.WITHOUT_BUDGETS);
            long reads = servers.ask("/bench/counts").path("reads").asLong();
            Process running = tandem.start(settings);
            try {
                awaitFirstRound(servers, running, reads);
                for (int rate : EDITS_EACH_SECOND) {
                    Duration before = cpu(running);
                    JsonNode report = servers.ask("/bench/edits?rate=" + rate + "&seconds=" + seconds);
                    double cpuSeconds = cpu(running).minus(before).toMillis() / 1e3;
                    EditRow row = new EditRow(store.name(), schedule, rate, report, cpuSeconds);
                    edits.add(row);
                    System.out.println(Report.line(row));
                }
            } finally {
                running.destroy();
                running.waitFor();
            }
        }
    }

    private static void awaitFirstRound(ServerProcess servers, Process running, long reads) throws Exception {
        long until = System.nanoTime() + LONGEST_START.toNanos();
        while (servers.ask("/bench/counts").path("reads").asLong() == reads) {
            if (!running.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException("the application makes no round, see errors.txt in its folder");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * What somebody does with so many records.
     *
     * @param limit the limit loop's records a second on the same servers; 0 if that has none
     */
    private record Work(String scenario, String party, int records, double limit) {}

    private Work work(String scenario, Store store, double limit) {
        return new Work(scenario, "Tandem, " + store.name(), size, limit);
    }

    /** @return records a second */
    private double limit(ServerProcess servers, String scenario, String what) throws Exception {
        measure(
                servers,
                new Work(scenario, "limit loop", size, 0),
                MeasuredProcess.java(LimitLoop.class, servers.address, what));
        return rows.get(rows.size() - 1).rate();
    }

    private void tandem(ServerProcess servers, PackagedTandem tandem, Work work, String command) throws Exception {
        tandem(servers, tandem, work, command, PackagedTandem.WITHOUT_BUDGETS);
    }

    private void tandem(ServerProcess servers, PackagedTandem tandem, Work work, String command, List<String> settings)
            throws Exception {
        JsonNode before = servers.ask("/bench/counts");
        MeasuredProcess process = tandem.run(command, settings);
        JsonNode report = RecordList.JSON.readTree(
                process.output().substring(0, process.output().lastIndexOf('}') + 1));
        add(servers, work, report.path("seconds").asDouble(), before, process);
    }

    private void measure(ServerProcess servers, Work work, List<String> command) throws Exception {
        JsonNode before = servers.ask("/bench/counts");
        MeasuredProcess process = MeasuredProcess.run(top, Map.of(), List.of(0), command);
        double seconds = process.output()
                .lines()
                .filter(line -> line.startsWith("seconds "))
                .mapToDouble(line -> Double.parseDouble(line.substring(8)))
                .findFirst()
                .orElseThrow();
        add(servers, work, seconds, before, process);
    }

    /** @param before what was asked of the servers until the work began */
    private void add(ServerProcess servers, Work work, double seconds, JsonNode before, MeasuredProcess process)
            throws Exception {
        JsonNode after = servers.ask("/bench/counts");
        Row row = new Row(
                work.scenario(),
                work.party(),
                work.records(),
                seconds,
                work.limit() == 0 ? 0 : work.records() / seconds / work.limit(),
                grown("reads", before, after),
                grown("writes", before, after),
                grown("refused", before, after),
                grown("in", before, after) + grown("out", before, after),
                process);
        rows.add(row);
        System.out.println(Report.line(row));
    }

    private static long grown(String count, JsonNode before, JsonNode after) {
        return after.path(count).asLong() - before.path(count).asLong();
    }
}
