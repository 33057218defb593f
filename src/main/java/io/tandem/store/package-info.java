/** Opens the store: pool, migrations, and the leases that let one flow run in one place at a time. */
package io.tandem.store;
