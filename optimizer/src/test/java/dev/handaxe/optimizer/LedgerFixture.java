package dev.handaxe.optimizer;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with the ledger of a new run. */
abstract class LedgerFixture {
    @TempDir Path folder;
    Ledger ledger;

    @BeforeEach
    void openLedger() {
        ledger = Ledger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC());
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    /** The gateway, with this ledger and no budget. */
    ModelGateway attached(ModelGateway gateway) {
        return attached(gateway, new Budget(OptionalLong.empty(), OptionalLong.empty()));
    }

    /** The gateway, with this ledger. */
    ModelGateway attached(ModelGateway gateway, Budget budget) {
        gateway.attach(ledger, budget, Duration.ofMinutes(1), false);
        return gateway;
    }
}
