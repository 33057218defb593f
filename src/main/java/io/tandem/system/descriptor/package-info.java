/**
 * How an API is described: {@code config/systems}, read and checked.
 *
 * <p>Uses {@code system}. Open {@link io.tandem.system.descriptor.DescriptorFile} first.
 *
 * <p>Not here: calls. A new system needs a file in {@code config/systems}, and no class.
 */
package io.tandem.system.descriptor;
