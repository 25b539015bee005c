package chat.foyer.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What Tomcat answers on its own, to requests that are too broken to reach any page: a
 * status and its name, and nothing of what went on inside.
 */
class BareErrorReport extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable cause) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("Cache-Control", "no-store");
		response.setContentType("text/plain");
		response.setCharacterEncoding(StandardCharsets.UTF_8);
		try {
			Writer writer = response.getReporter();
			if (writer != null) {
				writer.write(status.value() + " " + status.getReasonPhrase() + "\n");
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			// Whoever asked does not wait for the answer.
		}
	}

}
