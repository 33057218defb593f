package io.tandem.flows;

/** Salesforce divisions and CustomPMS customers. */
class SalesforceDivisionCustomerFlowTest extends SalesforceFlowContract {

    SalesforceDivisionCustomerFlowTest() {
        super("Division", "Name", "division", "customers");
    }

    @Override
    String flowId() {
        return "salesforce-division--custompms-customer";
    }
}
