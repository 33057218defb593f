package io.tandem.sim;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.sim.Laws.LinkRow;
import java.util.ArrayList;
import java.util.List;

/** What was made for a record is the partner of no other one, as long as that record is there (rules 2 and 10). */
final class PartnerLaws {

    private final World world;
    private final List<LinkRow> links;

    PartnerLaws(World world, List<LinkRow> links) {
        this.world = world;
        this.links = links;
    }

    List<String> broken() {
        List<String> broken = new ArrayList<>();
        links.stream()
                .filter(link -> link.target() != null && !link.state().equals("unlinked"))
                .forEach(link -> {
                    Flow flow = world.scenario().flow(link.flow());
                    for (Side made : Side.values()) {
                        int id = made == Side.SOURCE ? link.source() : link.target();
                        int partner = made == Side.SOURCE ? link.target() : link.source();
                        String ref = world.table(flow.entity(made))
                                .get(id)
                                .map(record -> record.path("ref").asText())
                                .orElse("");
                        boolean another = ref.startsWith(flow.entity(made.other()) + "/")
                                && !ref.equals(flow.entity(made.other()) + "/" + partner);
                        if (another && !world.journal().wasGone(ref)) {
                            broken.add(
                                    flow.entity(made) + "/" + id + " was made for " + ref + ", but is linked: " + link);
                        }
                    }
                });
        return broken;
    }
}
