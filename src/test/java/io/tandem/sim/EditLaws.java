package io.tandem.sim;

import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.sim.Journal.Author;
import io.tandem.sim.Journal.Change;
import io.tandem.sim.Laws.LinkRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold for each single edit that anybody ever made. */
final class EditLaws {

    private final World world;
    private final List<LinkRow> links;
    private final List<String> conflictTexts;

    EditLaws(World world, List<LinkRow> links) {
        this.world = world;
        this.links = links;
        this.conflictTexts = world.jdbi()
                .withHandle(h -> h.createQuery("select link_id, row_id, source_value, target_value from conflict")
                        .map((rs, ctx) -> rs.getLong(1) + " " + rs.getString(2) + " " + Laws.fold(rs.getString(3)) + " "
                                + Laws.fold(rs.getString(4)))
                        .list());
    }

    /** Each edit is current, superseded by one that knew it, or recorded in a conflict. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        List<Change> changes = world.journal().changes();
        Map<String, Change> current = new HashMap<>();
        for (Change change : changes) {
            Change before = current.put(change.place(), change);
            if (change.author() == Author.TANDEM
                    && before != null
                    && before.author() == Author.PERSON
                    && !change.property().equals("parent")
                    && before.stored() != null
                    && !Laws.fold(before.stored()).equals(Laws.fold(change.stored()))
                    && !isJustified(changes, before, change)) {
                broken.add("an edit was lost: " + before + " by " + change);
            }
        }
        return broken;
    }

    private boolean isJustified(List<Change> changes, Change lost, Change by) {
        if (world.chunkLaws().wasFirstMerge(by.place())) {
            return true;
        }
        for (Flow flow : world.scenario().flows()) {
            for (LinkRow link : links) {
                for (Row row : flow.rows()) {
                    for (Side side : Side.values()) {
                        boolean here = link.flow().equals(flow.id())
                                && link.target() != null
                                && place(flow, link, row, side).equals(lost.place());
                        if (here
                                && (isRecorded(link, row, lost)
                                        || wasKnown(changes, place(flow, link, row, side.other()), lost, by))) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private static String place(Flow flow, LinkRow link, Row row, Side side) {
        return flow.entity(side) + "/" + (side == Side.SOURCE ? link.source() : link.target()) + "."
                + row.property(side);
    }

    private boolean isRecorded(LinkRow link, Row row, Change lost) {
        return conflictTexts.stream()
                .anyMatch(text ->
                        text.startsWith(link.id() + " " + row.id() + " ") && text.contains(Laws.fold(lost.stored())));
    }

    /** Whether the lost value had come to the other side before it got the value that took its place. */
    private boolean wasKnown(List<Change> changes, String otherPlace, Change lost, Change by) {
        boolean known = false;
        if (seemedToArrive(changes, otherPlace, lost, by)) {
            return true;
        }
        for (Change change : changes) {
            if (change.number() >= by.number()) {
                break;
            }
            if (change.place().equals(otherPlace)) {
                boolean knewIt = change.author() != Author.TANDEM || isShared();
                if (known && knewIt) {
                    return true;
                }
                if (Laws.fold(change.raw()).equals(Laws.fold(lost.stored()))
                        && Laws.fold(change.stored()).equals(Laws.fold(by.raw()))) {
                    return true;
                }
                known |= (Laws.fold(change.stored()).equals(Laws.fold(lost.stored()))
                        || Laws.fold(change.raw()).equals(Laws.fold(lost.stored())));
            }
        }
        return false;
    }

    /**
     * It was sent to the other side, answered as done by an answer that holds nothing, and not done. The value that a person had put
     * there, which Tandem had not seen yet, looks like a later edit.
     */
    private boolean seemedToArrive(List<Change> changes, String otherPlace, Change lost, Change by) {
        String later = Laws.fold(by.raw());
        boolean wasSeen = changes.stream()
                .anyMatch(change -> change.number() < by.number()
                        && change.place().equals(lost.place())
                        && Laws.fold(change.stored()).equals(later));
        return !wasSeen
                && world.journal().ignored().stream()
                        .filter(one -> one.number() > lost.number() && one.number() <= by.number())
                        .filter(one -> one.place().equals(otherPlace)
                                && Laws.fold(one.raw()).equals(Laws.fold(lost.stored())))
                        .anyMatch(one -> changes.stream()
                                .filter(change -> change.author() == Author.PERSON
                                        && change.place().equals(otherPlace)
                                        && Laws.fold(change.stored()).equals(later))
                                .anyMatch(change -> cameBetween(change, one, by)));
    }

    /** Right before the write that was ignored, unseen; or after it. */
    private boolean cameBetween(Change edit, Journal.Ignored one, Change by) {
        boolean after = edit.number() >= one.number() && edit.number() < by.number();
        return after
                || one.blind()
                        && world.journal().lastBefore(one).filter(edit::equals).isPresent();
    }

    /** With three flows an edit may come from a third record through the second. */
    private boolean isShared() {
        return world.scenario().flows().size() > 2;
    }
}
