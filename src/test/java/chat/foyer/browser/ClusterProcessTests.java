package chat.foyer.browser;

import java.util.List;

import chat.foyer.cluster.Cluster;
import chat.foyer.cluster.ClusterExtension;
import chat.foyer.cluster.TcpProxy;
import chat.foyer.support.Visitors;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two people at two nodes talk; one of the nodes is killed, and both go on.
 */
@BrowserTest
@ExtendWith(ClusterExtension.class)
@Tag("cluster")
class ClusterProcessTests {

	@Test
	@Timeout(180)
	void peopleTalkOnWhenOneNodeIsKilled(People people, Cluster cluster) {
		String room = Visitors.newRoom();
		try (TcpProxy annsBalancer = new TcpProxy(cluster.node(0).port(), cluster.node(1).port());
				TcpProxy bobsBalancer = new TcpProxy(cluster.node(2).port())) {
			Person ann = people.arriveAt(annsBalancer.address()).expectsCuts().enter("Ann", room);
			Person bob = people.arriveAt(bobsBalancer.address()).expectsCuts().enter("Bob", room);
			ann.say("Hello");
			bob.sees("Ann joined", "Bob joined", "Ann: Hello");
			bob.say("Hello yourself");
			List<String> talk = List.of("Ann joined", "Bob joined", "Ann: Hello", "Bob: Hello yourself");
			ann.sees(talk).seesPeople("Ann", "Bob");
			cluster.node(0).kill();
			bob.say("Are you still there?");
			PlaywrightAssertions.assertThat(bob.pending()).hasCount(0);
			ann.say("I am");
			ann.hurry();
			bob.line("I am").waitFor();
			ann.isConnected();
			bob.say("Good");
			ann.line("Good").waitFor();
			ann.say("Very good");
			bob.line("Very good").waitFor();
			// Both see the same lines in the same order, and nobody left or came anew.
			bob.sees(ann.lines()).seesPeople("Ann", "Bob");
			ann.sees("Ann joined", "Bob joined", "Ann: Hello", "Bob: Hello yourself", "Bob: Are you still there?",
					"Ann: I am", "Bob: Good", "Ann: Very good");
		}
	}

}
