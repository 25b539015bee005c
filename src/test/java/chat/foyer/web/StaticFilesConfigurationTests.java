package chat.foyer.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StaticFilesConfiguration}.
 */
class StaticFilesConfigurationTests {

	@Test
	void dropsCommentsOnLinesOfTheirOwnOnly() {
		String source = """
				/* A file. */
				/**
				 * A function.
				 */
				export function a() {
				  // Its body.
				  const address = "https://example.org/*"; // Kept, as all that stands behind code.
				  return address.replace(/\\/*x/, "*/");
				}
				""";
		assertThat(StaticFilesConfiguration.withoutComments(source)).isEqualTo("""
				export function a() {
				  const address = "https://example.org/*"; // Kept, as all that stands behind code.
				  return address.replace(/\\/*x/, "*/");
				}
				""");
	}

}
