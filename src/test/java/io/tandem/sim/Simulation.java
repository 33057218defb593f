package io.tandem.sim;

import io.tandem.app.ExitCode;
import io.tandem.chunk.RunCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The story of one seed: a troubled time, then peace; at its end the laws must hold. */
final class Simulation {

    private static final int MOST_ROUNDS_TO_PEACE = 60;

    /** Statements on these are where it matters most to die; nothing stands for all. */
    private static final List<String> TABLES = List.of(
            "",
            "feed",
            "snapshot",
            "link",
            "started_creates",
            "flow_progress",
            "wake",
            "match_key",
            "conflict",
            "park",
            "lease",
            "intent",
            "history");

    private final World world;
    private final long seed;

    /** @param story everything that happened, to print when a law is broken */
    record Outcome(long seed, List<String> broken, List<String> story, int crashes, int writes) {
        @Override
        public String toString() {
            return "seed " + seed + ": " + broken;
        }
    }

    private int crashes;

    private Simulation(World world, long seed) {
        this.world = world;
        this.seed = seed;
    }

    /** All in one handle of the store, which the steps share by being in the same thread: opening one is dear. */
    static Outcome run(Worker worker, long seed) throws java.io.IOException {
        try (World world = new World(worker, seed)) {
            return world.jdbi().withHandle(h -> new Simulation(world, seed).run());
        }
    }

    private Outcome run() {
        List<String> broken = new ArrayList<>();
        try {
            world.people().moveIn(world.chance().between(4, 14));
            int odd = world.chance().of(0, 0, 1, 2);
            for (int i = 0; i < odd; i++) {
                world.people().oddity();
            }
            troubledTime();
            int code = peace();
            broken.addAll(new Laws(world).broken(code));
        } catch (RuntimeException e) {
            broken.add("failed: " + e);
            world.journal().tell(java.util.Arrays.toString(e.getStackTrace()));
        }
        if (!broken.isEmpty()) {
            List.of(
                            "feed",
                            "snapshot",
                            "flow_progress",
                            "link",
                            "match_key",
                            "park",
                            "conflict",
                            "unresolved",
                            "wake",
                            "intent",
                            "started_creates",
                            "history")
                    .forEach(world::tellTable);
        }
        return new Outcome(
                seed,
                broken,
                List.copyOf(world.journal().story()),
                crashes,
                world.journal().writes());
    }

    private void troubledTime() {
        world.peopleAct(true);
        int days = world.chance().between(3, 9);
        for (int day = 0; day < days; day++) {
            int edits = world.chance().between(0, 4);
            for (int i = 0; i < edits; i++) {
                world.people().act();
                world.clock().pass(Duration.ofMillis(world.chance().of(0, 1, 300, 2_000, 60_000)));
            }
            world.trouble(world.chance().of(0, 0, 5, 15, 40));
            String victim = world.chance().of(Worker.SYSTEMS);
            boolean down = world.chance().in100(8);
            world.wire(victim).down(down);
            if (world.chance().in100(15)) {
                world.setClock();
            }
            world.points().setClock(world.chance().in100(15) ? world.chance().between(1, 12) : 0);
            planCrash();
            round(down);
            world.points().standStill(CrashPoints.Kind.CALL, 0);
            world.points().setClock(0);
            world.wire(victim).down(false);
        }
    }

    private void planCrash() {
        CrashPoints.Kind kind = world.chance().of(CrashPoints.Kind.values());
        String table = kind == CrashPoints.Kind.STATEMENT ? world.chance().of(TABLES) : "";
        int most = kind == CrashPoints.Kind.CALL || table.isEmpty() ? 40 : 12;
        world.points().plan(kind, world.chance().in100(65) ? world.chance().between(1, most) : 0, table);
        world.points()
                .standStill(
                        world.chance().of(CrashPoints.Kind.CALL, CrashPoints.Kind.WRITE),
                        world.chance().in100(25) ? world.chance().between(1, 12) : 0);
    }

    private void round(boolean down) {
        try {
            RunCounts.Run run = world.engine().counts().start();
            Map<String, RuntimeException> failures = world.round(run);
            int code = world.exitCode(run, failures);
            if (code != ExitCode.SYSTEM_FAILED && (down && !world.isOvertaken() || !failures.isEmpty())) {
                world.journal().offence("a system was down, and the exit code is " + code);
            }
            world.points().plan(CrashPoints.Kind.STATEMENT, 0);
        } catch (Crash crash) {
            crashes++;
            world.journal().tell("CRASH " + crash.getMessage());
            world.restart();
        }
    }

    /**
     * Edits and faults stop; time passes until nothing is left to do, and then two rounds must not write.
     *
     * @return the exit code of the last
     */
    private int peace() {
        world.peopleAct(false);
        world.trouble(0);
        world.people().relent();
        int quiet = 0;
        int code = 0;
        boolean startedAgain = false;
        for (int round = 0; quiet < 3; round++) {
            if (round == 5 && world.vanishing()) {
                world.wantFullPasses();
            }
            if (round > MOST_ROUNDS_TO_PEACE) {
                throw new IllegalStateException("it never comes to rest");
            }
            if (quiet == 1 && !startedAgain) {
                startedAgain = true;
                world.restart();
            }
            world.clock().pass(Duration.ofMinutes(round < 8 ? 3 : 240));
            int before = world.journal().writes();
            RunCounts.Run run = world.engine().counts().start();
            Map<String, RuntimeException> failures = world.round(run);
            if (!failures.isEmpty()) {
                throw new IllegalStateException(
                        "a flow stopped although all is well, but for single records: " + failures);
            }
            quiet = world.journal().writes() == before && round > 10 ? quiet + 1 : 0;
            if (quiet > 1 && run.work() > 0) {
                throw new IllegalStateException("something is tried again and again, and parked nowhere");
            }
            code = world.exitCode(run, failures);
        }
        return code;
    }
}
