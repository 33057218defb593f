package io.tandem.flows;

/** Zendesk organizations and CustomPMS customers. */
class ZendeskOrganizationsCustomerFlowTest extends ZendeskFlowContract {

    ZendeskOrganizationsCustomerFlowTest() {
        super("organizations", "name", "customers");
    }

    @Override
    String flowId() {
        return "zendesk-organizations--custompms-customer";
    }
}
