package io.tandem.flows;

/** Salesforce tasks and CustomPMS projects. */
class SalesforceTaskProjectFlowTest extends SalesforceFlowContract {

    SalesforceTaskProjectFlowTest() {
        super("Task", "Subject", "task", "projects");
    }

    @Override
    String flowId() {
        return "salesforce-task--custompms-project";
    }
}
