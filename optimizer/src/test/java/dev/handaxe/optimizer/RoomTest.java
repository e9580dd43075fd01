package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomTest {
    @Test
    void aRoomTakesSectionsWholeOrNotAtAll() {
        Room room = new Room(10);

        assertThat(room.add("1234567")).isTrue();
        assertThat(room.add("8901")).isFalse();
        assertThat(room.add("890")).isTrue();
        assertThat(room.left()).isZero();
        assertThat(room.text()).isEqualTo("1234567890");
    }
}
