package io.tandem.sim;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.sim.Journal.Author;
import io.tandem.sim.Journal.Change;
import io.tandem.sim.Laws.LinkRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What was made for a record is the partner of no other one (rules 2 and 10). That record may be gone, or somebody may have
 * given one of the two another key before the answer to the create was known. Then it may match a third one.
 */
final class PartnerLaws {

    private final World world;
    private final List<LinkRow> links;

    PartnerLaws(World world, List<LinkRow> links) {
        this.world = world;
        this.links = links;
    }

    List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (LinkRow link : links) {
            if (link.target() != null && !link.state().equals("unlinked")) {
                for (Side made : Side.values()) {
                    expectForPartner(world.scenario().flow(link.flow()), link, made, broken);
                }
            }
        }
        return broken;
    }

    private void expectForPartner(Flow flow, LinkRow link, Side made, List<String> broken) {
        int id = made == Side.SOURCE ? link.source() : link.target();
        int partner = made == Side.SOURCE ? link.target() : link.source();
        String record = flow.entity(made) + "/" + id;
        String ref = world.table(flow.entity(made))
                .get(id)
                .map(values -> values.path("ref").asText())
                .orElse("");
        boolean another = ref.startsWith(flow.entity(made.other()) + "/")
                && !ref.equals(flow.entity(made.other()) + "/" + partner);
        if (another && !world.journal().wasGone(ref) && !gotAnotherKey(flow, made, record, ref)) {
            broken.add(record + " was made for " + ref + ", but is linked: " + link);
        }
    }

    /** Whether a person edited the key of either since the one was made. */
    private boolean gotAnotherKey(Flow flow, Side made, String record, String ref) {
        if (!flow.matches()) {
            return false;
        }
        String own = record + "." + flow.match().get(0).get(0).property(made);
        String of = ref + "." + flow.match().get(0).get(0).property(made.other());
        return world.journal().changes().stream()
                .dropWhile(change -> !change.place().startsWith(record + "."))
                .filter(change -> change.author() == Author.PERSON)
                .map(Change::place)
                .anyMatch(place -> place.equals(own) || place.equals(of));
    }
}
