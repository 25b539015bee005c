package chat.foyer.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers the requests that are too broken for Tomcat to hand them to the application. A
 * malformed address that stands for another one is redirected there. All else gets a
 * status and a page, or a word as JSON, and nothing of what went on inside.
 */
class BareErrorReport extends ErrorReportValve {

	/**
	 * The words of the exception with which Tomcat rejects a request line or headers that
	 * do not fit its buffer.
	 */
	private static final String TOO_LARGE = StringManager.getManager("org.apache.coyote.http11")
		.getString("iib.requestheadertoolarge.error");

	private static final StringManager HEADER_MESSAGES = StringManager.getManager("org.apache.tomcat.util.http");

	/**
	 * The target in the words of the exception with which Tomcat rejects a byte in it.
	 * Such bytes are written as {@code 0xc3}.
	 */
	private static final Pattern TARGET = Pattern.compile("\\[(/[^\\s\\[\\]]*) ?]");

	private static final Pattern BYTE = Pattern.compile("0x([89a-f][0-9a-f])");

	private final BareErrorPages pages;

	BareErrorReport(BareErrorPages pages) {
		this.pages = pages;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable cause) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		try {
			Optional<String> target = isRead(request) ? target(request, cause) : Optional.empty();
			if (target.isPresent()) {
				response.setStatus(HttpStatus.SEE_OTHER.value());
				response.setHeader(HttpHeaders.LOCATION, target.get());
				response.finishResponse();
			}
			else {
				boolean isOfAddress = isRead(request) && (cause == null || request.getRequestURI() == null);
				answer(request, response, status(status, request, cause), isOfAddress);
			}
		}
		catch (IOException ex) {
			// The client does not wait for the answer.
		}
	}

	private void answer(Request request, Response response, HttpStatus status, boolean isOfAddress) throws IOException {
		boolean isJson = Problem.isPreferredBy(request);
		BareErrorPage page = this.pages.page(status, isOfAddress, request);
		response.setStatus(status.value());
		response.setHeader("Content-Security-Policy", page.contentSecurityPolicy());
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("Cache-Control", "no-store");
		response.setContentType(isJson ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.TEXT_HTML_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8);
		Writer writer = response.getReporter();
		if (writer != null) {
			writer.write(isJson ? Problem.of(status).toJson() : page.html());
			response.finishResponse();
		}
	}

	/**
	 * Tomcat answers 400 where the request line is too long, or where the headers are too
	 * large or too many, too. It has read the request line where the headers are.
	 */
	private static HttpStatus status(HttpStatus status, Request request, @Nullable Throwable cause) {
		String tooMany = HEADER_MESSAGES.getString("headers.maxCountFail",
				request.getConnector().getProperty("maxHeaderCount"));
		if (cause == null || !List.of(TOO_LARGE, tooMany).contains(String.valueOf(cause.getMessage()))) {
			return status;
		}
		return (request.getRequestURI() != null) ? HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE : HttpStatus.URI_TOO_LONG;
	}

	/**
	 * The address for which the rejected one stands.
	 */
	private static Optional<String> target(Request request, @Nullable Throwable cause) {
		String path = request.getRequestURI();
		if (path != null) {
			String query = request.getQueryString();
			return AddressRepair.repair(path)
				.filter((repaired) -> cause == null)
				.map((repaired) -> repaired + ((query != null) ? "?" + query : ""));
		}
		Matcher target = TARGET.matcher((cause != null) ? String.valueOf(cause.getMessage()) : "");
		if (!target.find()) {
			return Optional.empty();
		}
		String encoded = BYTE.matcher(target.group(1)).replaceAll("%$1");
		return encoded.equals(target.group(1)) ? Optional.empty()
				: Optional.of(AddressRepair.repair(encoded).orElse(encoded));
	}

	private static boolean isRead(Request request) {
		return AddressRepairFilter.isRead(String.valueOf(request.getMethod()));
	}

}
