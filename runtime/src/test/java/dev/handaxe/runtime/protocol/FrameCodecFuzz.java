package dev.handaxe.runtime.protocol;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/**
 * Both decoders against garbage and against damaged frames. In a build the seeds and the
 * reproducers of former findings are replayed; docs/testing.md says how to search for new ones.
 */
class FrameCodecFuzz {

    @FuzzTest(maxDuration = "3m")
    void garbageIsRefusedOrAFrame(byte[] bytes) {
        Decoded.check(bytes);
    }

    @FuzzTest(maxDuration = "3m")
    void aStreamOfGarbageEnds(byte[] bytes) {
        Decoded.checkStream(bytes, 1 << 16);
    }

    @FuzzTest(maxDuration = "3m")
    void aDamagedFrameIsRefusedOrAnotherFrame(FuzzedDataProvider data) {
        byte[] body = FrameCodec.encode(new FrameMaker(data).frame());
        Decoded.check(body);
        Decoded.check(damage(body, data));
    }

    private static byte[] damage(byte[] body, FuzzedDataProvider data) {
        byte[] damaged = body.clone();
        for (int i = data.consumeInt(0, 8); i > 0; i--) {
            int at = data.consumeInt(0, damaged.length - 1);
            switch (data.consumeInt(0, 3)) {
                case 0 -> damaged[at] = data.consumeByte();
                case 1 -> damaged[at] ^= (byte) (1 << data.consumeInt(0, 7));
                case 2 -> Arrays.fill(damaged, at, Math.min(damaged.length, at + 4), (byte) 0xFF);
                default -> damaged = spliced(damaged, at, data.consumeBytes(16));
            }
        }
        return data.consumeBoolean()
                ? Arrays.copyOf(damaged, data.consumeInt(0, damaged.length + 8))
                : damaged;
    }

    private static byte[] spliced(byte[] body, int at, byte[] more) {
        byte[] longer = Arrays.copyOf(body, body.length + more.length);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(body, at, longer, at + more.length, body.length - at);
        return longer;
    }
}
