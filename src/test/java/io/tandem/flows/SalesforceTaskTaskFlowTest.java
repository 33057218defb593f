package io.tandem.flows;

/** Salesforce tasks and CustomPMS tasks. */
class SalesforceTaskTaskFlowTest extends SalesforceFlowContract {

    SalesforceTaskTaskFlowTest() {
        super("Task", "Subject", "task", "tasks");
    }

    @Override
    String flowId() {
        return "salesforce-task--custompms-task";
    }
}
