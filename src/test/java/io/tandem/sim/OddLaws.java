package io.tandem.sim;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.sim.Laws.LinkRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What one record that is served oddly may cost: itself, until it is served well again, and no other. */
final class OddLaws {

    /** Reasons that only a record can have that is refused, served oddly, or was in the time of trouble. */
    private static final Pattern ODD =
            Pattern.compile("(HTTP|item) [45](?!.. invalid)|did not carry out|version conflict"
                    + "|can't be read|is not found|no longer there|can't be kept");

    private final World world;
    private final List<LinkRow> links;

    OddLaws(World world, List<LinkRow> links) {
        this.world = world;
        this.links = links;
    }

    /** No record is parked for what another one did. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        world.jdbi().useHandle(h -> h.createQuery("select flow, side, record_id, reason from park")
                .map((rs, ctx) -> {
                    Flow flow = world.scenario().flow(rs.getString(1));
                    Side side = Side.valueOf(rs.getString(2));
                    OptionalInt id = world.ids().number(flow.entity(side), rs.getString(3));
                    if (id.isEmpty()) {
                        return isGhost(rs.getString(4)) ? "" : "no record, but parked: " + rs.getString(4);
                    }
                    boolean own = isOrWasOdd(flow, side, id.getAsInt());
                    return own || !ODD.matcher(rs.getString(4)).find() ? "" : "healthy, but parked: " + rs.getString(4);
                })
                .forEach(broken::add));
        broken.removeIf(String::isEmpty);
        return broken;
    }

    private boolean isGhost(String reason) {
        return world.oddities().ghosts()
                && (reason.contains("characters that no id has") || reason.contains("its id is blank"));
    }

    private boolean isOrWasOdd(Flow flow, Side side, int id) {
        return wasOdd(flow.entity(side) + "/" + id)
                || partner(flow, side, id)
                        .filter(other -> wasOdd(flow.entity(side.other()) + "/" + other))
                        .isPresent();
    }

    private boolean wasOdd(String record) {
        return world.oddities().everWas(record);
    }

    /** Whether a record of a pair is served oddly at the end too. */
    boolean isOddNow(Flow flow, Side side, int id) {
        return world.oddities().isOdd(flow.entity(side) + "/" + id)
                || partner(flow, side, id)
                        .filter(other -> world.oddities().isOdd(flow.entity(side.other()) + "/" + other))
                        .isPresent();
    }

    /** Whether no write of a record can go through. A job may call such a record busy before it refuses it. */
    boolean staysInTrouble(Flow flow, Side side, int id) {
        EntityKey entity = flow.entity(side);
        return isOddNow(flow, side, id) || world.server(entity.system()).poisoned(entity.entity(), id);
    }

    private Optional<Integer> partner(Flow flow, Side side, int id) {
        return links.stream()
                .filter(link -> link.flow().equals(flow.id()) && link.target() != null)
                .filter(link -> (side == Side.SOURCE ? link.source() : link.target()) == id)
                .map(link -> side == Side.SOURCE ? link.target() : link.source())
                .findFirst();
    }
}
