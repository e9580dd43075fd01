package dev.handaxe.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BriefWaitTest {
    private final Queue<String> queue = new ConcurrentLinkedQueue<>();

    @Test
    void whatIsThereIsTakenInOrder() {
        queue.add("first");
        queue.add("second");
        assertThat(BriefWait.poll(queue)).isEqualTo("first");
        assertThat(BriefWait.poll(queue)).isEqualTo("second");
    }

    @Test
    @Timeout(10)
    void anEmptyQueueIsGivenUp() {
        assertThat(BriefWait.poll(queue)).isNull();
    }

    @Test
    @Timeout(60)
    void whatComesFromAnotherThreadIsTaken() throws InterruptedException {
        Thread other = Thread.ofPlatform().start(() -> queue.add("late"));
        String head = null;
        while (head == null) {
            head = BriefWait.poll(queue);
        }
        assertThat(head).isEqualTo("late");
        other.join();
    }
}
