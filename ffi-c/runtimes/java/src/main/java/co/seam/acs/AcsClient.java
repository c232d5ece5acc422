// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

/** Access systems, their users, groups and entrances. */
public final class AcsClient {
    private final SeamOperations seam;

    AcsClient(SeamOperations seam) {
        this.seam = seam;
    }

    /** The methods of users. */
    public UsersClient users() {
        return new UsersClient(seam);
    }

    /** The methods of access_groups. */
    public AccessGroupsClient accessGroups() {
        return new AccessGroupsClient(seam);
    }

    /** The methods of systems. */
    public SystemsClient systems() {
        return new SystemsClient(seam);
    }

    /** The methods of entrances. */
    public EntrancesClient entrances() {
        return new EntrancesClient(seam);
    }

    /** The methods of memberships. */
    public MembershipsClient memberships() {
        return new MembershipsClient(seam);
    }
}
