package io.tandem.flows;

/** Zendesk tickets and CustomPMS projects. */
class ZendeskTicketsProjectFlowTest extends ZendeskFlowContract {

    ZendeskTicketsProjectFlowTest() {
        super("tickets", "subject", "projects");
    }

    @Override
    String flowId() {
        return "zendesk-tickets--custompms-project";
    }
}
