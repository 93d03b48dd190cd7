package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// A wrong code reads like a property that a device does not have, so the SDK's numbers stand here once more.
class MediaPropertyTest {
    private static int[] address(MediaProperty property) {
        try (Arena arena = Arena.ofConfined()) {
            return property.address(arena).toArray(ValueLayout.JAVA_INT);
        }
    }

    @Test
    void hasTheCodesOfTheSdk() {
        int global = 0x676C6F62;
        int input = 0x696E7074;
        int output = 0x6F757470;

        assertThat(address(MediaProperty.DEVICES)).containsExactly(0x64657623, global, 0);
        assertThat(address(MediaProperty.PROCESSES)).containsExactly(0x70727323, global, 0);
        assertThat(address(MediaProperty.PROCESS_ID)).containsExactly(0x70706964, global, 0);
        assertThat(address(MediaProperty.PROCESS_BUNDLE)).containsExactly(0x70626964, global, 0);
        assertThat(address(MediaProperty.PROCESS_TAKES_SOUND)).containsExactly(0x70697269, global, 0);
        assertThat(address(MediaProperty.PROCESS_INPUTS)).containsExactly(0x70647623, input, 0);
        assertThat(address(MediaProperty.RUNS_SOMEWHERE)).containsExactly(0x676F6E65, global, 0);
        assertThat(address(MediaProperty.TRANSPORT)).containsExactly(0x7472616E, global, 0);
        assertThat(address(MediaProperty.INPUT_STREAMS)).containsExactly(0x73746D23, input, 0);
        assertThat(address(MediaProperty.INPUT_CHANNELS)).containsExactly(0x736C6179, input, 0);
        assertThat(address(MediaProperty.OUTPUT_CHANNELS)).containsExactly(0x736C6179, output, 0);
        assertThat(address(MediaProperty.DIRECTION)).containsExactly(0x73646972, global, 0);
        assertThat(address(MediaProperty.IS_ACTIVE)).containsExactly(0x73616374, global, 0);
        assertThat(address(MediaProperty.SAMPLE_RATE)).containsExactly(0x6E737274, global, 0);
    }

    @Test
    void readsCodesBack() {
        assertThat(FourCharacters.text(0x77686F3F)).isEqualTo("who?");
        assertThat(FourCharacters.text(-50)).isEqualTo("-50");
        assertThatThrownBy(() -> FourCharacters.code("usb")).isInstanceOf(IllegalArgumentException.class);
    }
}
