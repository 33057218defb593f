package io.tandem.flows;

/** The Salesforce organization and its CustomPMS customer. */
class SalesforceOrganizationCustomerFlowTest extends SalesforceFlowContract {

    SalesforceOrganizationCustomerFlowTest() {
        super("Organization", "Name", "organization", "customers");
    }

    @Override
    String flowId() {
        return "salesforce-organization--custompms-customer";
    }
}
