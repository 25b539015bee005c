package chat.foyer.chat;

import java.io.IOException;
import java.util.regex.Pattern;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.stereotype.Component;

/**
 * Forwards a form in which people type, and whose token is missing or too old, to
 * {@link RefusedFormController}, which shows it again. Any other request that is refused
 * gets the page for its status.
 */
@Component
class RefusedFormHandler implements AccessDeniedHandler {

	/**
	 * The entry form and the form for a message, below the context path.
	 */
	private static final Pattern FORM = Pattern.compile("/|/rooms/[^/]+/messages");

	private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
			throws IOException, ServletException {
		// The address as it was sent: the forwarded request decodes it again.
		String address = request.getRequestURI().substring(request.getContextPath().length());
		if (isForm(address, request) && !response.isCommitted()) {
			request.getRequestDispatcher(RefusedFormController.PATH + address).forward(request, response);
		}
		else {
			this.others.handle(request, response, refusal);
		}
	}

	private static boolean isForm(String address, HttpServletRequest request) {
		String accepted = request.getHeader(HttpHeaders.ACCEPT);
		return HttpMethod.POST.matches(request.getMethod()) && FORM.matcher(address).matches()
				&& (accepted == null || !accepted.contains(MediaType.APPLICATION_JSON_VALUE));
	}

}
