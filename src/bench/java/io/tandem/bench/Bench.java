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
            Measured process) {
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
                List<String> eachSecond = new ArrayList<>(Application.WITHOUT_BUDGETS);
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

    private Servers servers(int tickets, int users, int limit) throws IOException {
        return new Servers(top, tickets, users, latency, limit);
    }

    private void tickets(Path folder, Store store) throws Exception {
        try (Servers servers = servers(size, 0, 0)) {
            Application tandem = new Application(folder, servers.address, store, TICKETS);
            String party = "Tandem, " + store.name();
            double limit = limit(servers, "create", "tickets", size);
            double read = limit(servers, "read all", "read", size);
            servers.ask("/bench/forget");
            if (plain > 0) {
                measure(
                        servers,
                        "create",
                        "plain Camel route",
                        plain,
                        limit,
                        Measured.java(PlainRoute.class, servers.address, plain + "", folder + "/known.txt"));
                servers.ask("/bench/forget");
            }
            tandem(servers, tandem, "create", party, limit, "sync");
            tandem(servers, tandem, "quiet", party, 0, "sync");
            tandem(servers, tandem, "rescan", party, read, "reconcile");
            servers.ask("/bench/edit?each=100");
            tandem(servers, tandem, "1 % changed", party, 0, "sync");
        }
    }

    private void users(Path folder, Store store) throws Exception {
        try (Servers servers = servers(0, size, 0)) {
            Application tandem = new Application(folder, servers.address, store, USERS);
            String party = "Tandem, " + store.name();
            double limit = limit(servers, "match", "users", size);
            tandem.importReferences();
            tandem(servers, tandem, "match", party, limit, "sync");
            tandem(servers, tandem, "match, quiet", party, 0, "sync");
            tandem(servers, tandem, "match, rescan", party, limit, "reconcile");
        }
    }

    /** Each call counts: all that is asked for and written has to fit into ten calls a second. */
    private void limited(Path folder, Store store) throws Exception {
        try (Servers servers = servers(size, 0, LIMIT)) {
            Application tandem = new Application(folder, servers.address, store, TICKETS);
            String party = "Tandem, " + store.name();
            List<String> settings = new ArrayList<>(Application.WITHOUT_BUDGETS);
            settings.add("custompms.budget.requests=" + LIMIT + "/s");
            double limit = limit(servers, "create, 10 calls/s", "tickets", size);
            double read = limit(servers, "read all, 10 calls/s", "read", size);
            servers.ask("/bench/forget");
            tandem(servers, tandem, "create, 10 calls/s", party, limit, "sync", settings);
            tandem(servers, tandem, "rescan, 10 calls/s", party, read, "reconcile", settings);
        }
    }

    private void edits(Path folder, Store store, String schedule, List<String> settings) throws Exception {
        int seconds = Integer.getInteger("bench.edits.seconds", 60);
        // no ticket is edited twice: the first edit of the two would never be seen
        int tickets = Math.max(
                size,
                seconds * EDITS_EACH_SECOND.stream().mapToInt(rate -> rate).sum());
        try (Servers servers = servers(tickets, 0, 0)) {
            Application tandem = new Application(folder, servers.address, store, TICKETS);
            tandem.run("sync", Application.WITHOUT_BUDGETS);
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

    private static void awaitFirstRound(Servers servers, Process running, long reads) throws Exception {
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

    /** @return records a second */
    private double limit(Servers servers, String scenario, String what, int records) throws Exception {
        measure(servers, scenario, "limit loop", records, 0, Measured.java(LimitLoop.class, servers.address, what));
        return rows.get(rows.size() - 1).rate();
    }

    private void tandem(
            Servers servers, Application tandem, String scenario, String party, double limit, String command)
            throws Exception {
        tandem(servers, tandem, scenario, party, limit, command, Application.WITHOUT_BUDGETS);
    }

    private void tandem(
            Servers servers,
            Application tandem,
            String scenario,
            String party,
            double limit,
            String command,
            List<String> settings)
            throws Exception {
        JsonNode before = servers.ask("/bench/counts");
        Measured process = tandem.run(command, settings);
        JsonNode report = Shelf.JSON.readTree(
                process.output().substring(0, process.output().lastIndexOf('}') + 1));
        add(servers, scenario, party, size, report.path("seconds").asDouble(), limit, before, process);
    }

    private void measure(
            Servers servers, String scenario, String party, int records, double limit, List<String> command)
            throws Exception {
        JsonNode before = servers.ask("/bench/counts");
        Measured process = Measured.run(top, Map.of(), List.of(0), command);
        double seconds = process.output()
                .lines()
                .filter(line -> line.startsWith("seconds "))
                .mapToDouble(line -> Double.parseDouble(line.substring(8)))
                .findFirst()
                .orElseThrow();
        add(servers, scenario, party, records, seconds, limit, before, process);
    }

    private void add(
            Servers servers,
            String scenario,
            String party,
            int records,
            double seconds,
            double limit,
            JsonNode before,
            Measured process)
            throws Exception {
        JsonNode after = servers.ask("/bench/counts");
        Row row = new Row(
                scenario,
                party,
                records,
                seconds,
                limit == 0 ? 0 : records / seconds / limit,
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
