/** What a flow is, its files in {@code config/flows}, and the start-up check that reports every fault at once. */
package io.tandem.flow;
