package chat.foyer.operations;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FileHandles}.
 */
class FileHandlesTests {

	@ParameterizedTest
	@CsvSource({ "1048576,8192,8192", "9223372036854775807,8192,8192", "8704,8192,8192", "8703,8192,8191",
			"1024,8192,512", "256,8192,128", "256,100,100" })
	void reservesHandlesForTheServer(long handles, int wanted, int possible) {
		assertThat(FileHandles.forConnections(handles, wanted)).isEqualTo(possible);
	}

}
