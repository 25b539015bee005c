package chat.foyer.web;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * Tells requests that upload files from others. Nothing may read their bodies before it
 * is known that the guest may upload so much.
 */
public final class UploadRequests {

	/**
	 * Where another application shares something with this one.
	 */
	public static final String SHARE = "/share";

	private static final Pattern FORM = Pattern.compile(SHARE + "|/rooms/[^/;]+/(files|messages)");

	private static final Pattern FILE = Pattern.compile("/rooms/[^/;]+/files/[^/;]+");

	private UploadRequests() {
	}

	/**
	 * Whether a request is a form that may have files.
	 */
	public static boolean isForm(HttpServletRequest request) {
		return HttpMethod.POST.matches(request.getMethod())
				&& StringUtils.startsWithIgnoreCase(request.getContentType(), MediaType.MULTIPART_FORM_DATA_VALUE)
				&& FORM.matcher(path(request)).matches();
	}

	/**
	 * Whether a request appends to a file.
	 */
	static boolean isPart(HttpServletRequest request) {
		return HttpMethod.PATCH.matches(request.getMethod()) && FILE.matcher(path(request)).matches();
	}

	/**
	 * Whether a request is at {@link #SHARE}.
	 */
	public static boolean isShare(HttpServletRequest request) {
		return SHARE.equals(path(request));
	}

	/**
	 * The address of a request as it was sent, below the context path.
	 */
	public static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

}
