package io.tandem.flows;

import org.junit.jupiter.api.Test;

/** Zendesk tickets and CustomPMS projects. */
class ZendeskTicketsProjectFlowTest extends ZendeskFlowContract {

    ZendeskTicketsProjectFlowTest() {
        super("tickets", "subject", "projects");
    }

    @Override
    String flowId() {
        return "zendesk-tickets--custompms-project";
    }

    @Test
    @Override
    void goesOn_whenTheTargetSaysToWait() {
        super.goesOn_whenTheTargetSaysToWait();
    }

    @Test
    @Override
    void stopsForTheRound_whenTheTargetIsDown_andLosesNothing() {
        super.stopsForTheRound_whenTheTargetIsDown_andLosesNothing();
    }

    @Test
    @Override
    void createsNothingTwice_whenTheAnswerOfACreateIsLost() {
        super.createsNothingTwice_whenTheAnswerOfACreateIsLost();
    }
}
