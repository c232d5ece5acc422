using System.Collections.Generic;

namespace SeamAcs
{
    /// <summary>A change that an outbox keeps.</summary>
    public sealed class OutboxChange : Resource
    {
        internal OutboxChange(string json, IReadOnlyDictionary<string, object> members) : base(json, members)
        {
        }

        public string Id => Text("id");

        /// <summary>add or remove.</summary>
        public string Action => Text("action");

        /// <summary>Null if the user is named by identity.</summary>
        public string AcsUserId => Text("acs_user_id");

        /// <summary>Null if the user is named by its own id.</summary>
        public string UserIdentityId => Text("user_identity_id");

        public string AcsAccessGroupId => Text("acs_access_group_id");

        /// <summary>waiting, scheduled, under_way, settling (an earlier request may still arrive), or how it ended: recorded,
        /// superseded, expired, refused, in_doubt or dropped.</summary>
        public string State => Text("state");

        public string QueuedAt => Text("queued_at");

        /// <summary>Before this time it is not sent; null if nothing was said.</summary>
        public string NotBefore => Text("not_before");

        /// <summary>Who asked for it; null if nobody said so.</summary>
        public string Actor => Text("actor");

        /// <summary>Why; null if nobody said so.</summary>
        public string Reason => Text("reason");

        /// <summary>Why it ended as it did, or else of its latest attempt; null if there is nothing to say.</summary>
        public string Error => Text("error") ?? Text("last_error");

        /// <summary>The id to quote to Seam's support; null if there was no answer.</summary>
        public string RequestId => Text("request_id");

        /// <summary>For <see cref="Outbox.Outcomes"/> and <see cref="Outbox.Acknowledge"/>; null if it has not ended.</summary>
        public string Cursor => Text("cursor");
    }
}
