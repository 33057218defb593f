package io.tandem.observe;

import java.util.List;
import java.util.Map;

/**
 * One flow, for JMX. Operations answer JSON or a sentence; rows name the pages of
 * their records in the systems' own user interfaces. A decision that can't be carried out throws with the reason.
 */
@Described("A flow: how it goes, what waits for a person, and the decisions about it. Keys, never values.")
public interface FlowMXBean {

    @Described("The entity that records come from, system/entity")
    String getSource();

    @Described("The entity that records go to, system/entity")
    String getTarget();

    @Described("on, off or paused")
    String getState();

    @Described("Why the flow is off or paused; empty if it is on")
    String getWhyOff();

    @Described("Why its last round stopped; empty if it finished")
    String getTrouble();

    @Described("Seconds since the last complete round began: how old the newest state is that was carried over")
    double getLagSeconds();

    @Described("When a round last finished; empty before the first")
    String getLastRound();

    @Described("Linked pairs")
    long getLinked();

    @Described("Source records without a partner")
    long getWaiting();

    @Described("Source records that several targets match; a person decides")
    long getAmbiguous();

    @Described("References that no link resolves yet")
    long getUnresolved();

    @Described("Edits that stay where they were made, because the other side can't be written")
    long getDrift();

    @Described("Open conflicts; a person decides")
    long getConflicts();

    @Described("Records that could not be written")
    long getParked();

    @Described("Records looked at in the last minute")
    long getRecordsPerMinute();

    @Described("Records looked at since the start, by outcome")
    Map<String, Long> getRecords();

    @Described("Records looked at in each of the last 60 minutes, the newest last")
    List<Long> getRecordsByMinute();

    @Described("Linked pairs, as JSON")
    String listLinks(
            @Described(name = "offset", value = "how many to leave out") int offset,
            @Described(name = "limit", value = "how many at the most") int limit);

    @Described("Source records without a partner, and ambiguous ones with their candidates, as JSON")
    String waiting(
            @Described(name = "offset", value = "how many to leave out") int offset,
            @Described(name = "limit", value = "how many at the most") int limit);

    @Described("Records that could not be written, why, and when they are tried again, as JSON")
    String parked(
            @Described(name = "offset", value = "how many to leave out") int offset,
            @Described(name = "limit", value = "how many at the most") int limit);

    @Described("Open conflicts, then drift, then what was settled, as JSON")
    String conflicts(
            @Described(name = "offset", value = "how many to leave out") int offset,
            @Described(name = "limit", value = "how many at the most") int limit);

    @Described("What happened last, newest first, as JSON: to one record, or in the whole flow; names, never values")
    String history(
            @Described(
                            name = "record",
                            value = "key of the record, system/entity/id, the id in any form; empty for the whole flow")
                    String record);

    @Described("The file that has the flow's route, as it stands now, as JSON: its name and text")
    String routeFile();

    @Described("Links two records that have no link; they merge in the next round")
    String link(
            @Described(name = "source", value = "id of the source record") String sourceId,
            @Described(name = "target", value = "id of the target record") String targetId);

    @Described("Removes the link between two records; they aren't linked again by themselves")
    String unlink(@Described(name = "source", value = "id of the source record") String sourceId);

    @Described("Tries a parked record again in the next round")
    String retry(@Described(name = "id", value = "of the parked record; see parked") long id);

    @Described("Tries all parked records of this flow again in the next round")
    String retryAll();

    @Described("Settles an open conflict; carried out in the next round")
    String resolve(
            @Described(name = "id", value = "of the conflict; see conflicts") long id,
            @Described(name = "winner", value = "whose value wins: source or target") String winner);

    @Described("Stops the flow until it is resumed; nothing is lost")
    String pause();

    @Described("Lets a paused flow go on")
    String resume();

    @Described("Lets the flow go on with the deletes that its guard holds back now, and no more")
    String allowDeletes();

    @Described("Runs rounds of this flow until one makes no write, at most five, without waiting for its schedule")
    String syncNow();
}
