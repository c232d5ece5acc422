using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace SeamAcs
{
    /// <summary>Changes in a folder: each is on the disk when its method returns, and <see cref="DeliverAsync"/> sends it. Keeping
    /// needs no key and no network. Any number of threads and processes may use one folder; one delivers.</summary>
    /// <remarks>A change is a dictionary with acs_user_id or user_identity_id, acs_access_group_id, and where they are wanted
    /// good_for_s and until (of an addition), not_before, actor and reason. Times have their offset, such as
    /// 2026-12-04T18:00+01:00.</remarks>
    public sealed class Outbox : IDisposable
    {
        private const string UntilEmpty = "{\"until\": \"empty\"}";
        private readonly OutboxHandle handle;

        /// <summary>Opens the outbox of a folder, and makes the folder where it is missing.</summary>
        public Outbox(string folder)
        {
            Library.Load();
            handle = Opened(folder);
        }

        /// <summary>Keeps an addition, and gives its id.</summary>
        public string AddToAccessGroup(IDictionary<string, object> change) => Keep("add", change);

        /// <summary>Keeps a removal, which never expires, and gives its id.</summary>
        public string RemoveFromAccessGroup(IDictionary<string, object> change) => Keep("remove", change);

        /// <summary>Keeps several changes with their action, all or none, and gives their ids. One with until has two: that of its
        /// removal follows.</summary>
        public IReadOnlyList<string> Enqueue(IEnumerable<IDictionary<string, object>> changes)
        {
            var text = Arguments.Object(changes.ToList());
            var status = Native.seam_acs_outbox_enqueue(handle, text, out var list, out var error);
            return All(status, list, error).Select(change => change.Id).ToList();
        }

        /// <summary>How many changes are in each state, such as waiting, and what an alarm should watch: refused_removes and
        /// oldest_remove_age_s.</summary>
        public IReadOnlyDictionary<string, object> Status()
        {
            SeamException.ThrowIf(Native.seam_acs_outbox_status(handle, out var record, out var error), error);
            using (record)
            {
                SeamException.ThrowIf(Native.seam_acs_record_to_json(record, out var json, out error), error);
                return JsonReader.One(Library.Taken(json), (text, members) => members);
            }
        }

        /// <summary>The changes, or those in one state, in the order in which they were asked for.</summary>
        public IReadOnlyList<OutboxChange> List(string state = null)
        {
            var filter = state == null ? null : Arguments.Object(new Dictionary<string, object> { { "state", state } });
            return All(Native.seam_acs_outbox_list(handle, filter, out var list, out var error), list, error);
        }

        /// <summary>The changes that have ended, behind the cursor of the last one that was read before, until they are
        /// acknowledged.</summary>
        public IReadOnlyList<OutboxChange> Outcomes(string cursor = null)
        {
            var behind = Arguments.Text("cursor", cursor);
            return All(Native.seam_acs_outbox_outcomes(handle, behind, out var list, out var error), list, error);
        }

        /// <summary>Forgets the outcomes up to a cursor.</summary>
        public void Acknowledge(string cursor) =>
            SeamException.ThrowIf(Native.seam_acs_outbox_acknowledge(handle, Arguments.Text("cursor", cursor), out var error), error);

        /// <summary>Asks again for a change that was refused or dropped, has expired or is in doubt; an addition is then good for so
        /// many seconds, 0 for as many as it was.</summary>
        public void Retry(string id, int goodForS = 0) =>
            SeamException.ThrowIf(Native.seam_acs_outbox_retry(handle, Arguments.Text("id", id), goodForS, out var error), error);

        /// <summary>Takes a change out. A removal takes force and a reason: without it a door may stay open.</summary>
        public void Drop(string id, string reason = null, bool force = false)
        {
            var why = Arguments.Text("reason", reason);
            SeamException.ThrowIf(Native.seam_acs_outbox_drop(handle, Arguments.Text("id", id), why, force ? 1 : 0, out var error), error);
        }

        /// <summary>Sends the changes until it is cancelled, or until the client is.</summary>
        public void Deliver(SeamClient seam, CancellationToken cancellation) => Begin(seam, null).Finish(null, cancellation);

        /// <summary>The same, without a thread.</summary>
        public async Task DeliverAsync(SeamClient seam, CancellationToken cancellation) =>
            await Begin(seam, null).FinishAsync(null, cancellation).ConfigureAwait(false);

        /// <summary>Sends the changes until nothing is left that time or the network could bring, and gives how the outbox then
        /// stands.</summary>
        public IReadOnlyDictionary<string, object> DeliverUntilEmpty(SeamClient seam, CancellationToken cancellation = default(CancellationToken))
        {
            Begin(seam, UntilEmpty).Finish(null, cancellation);
            return Status();
        }

        /// <summary>Lets the folder go; a delivery goes on. Safe twice, and never.</summary>
        public void Dispose() => handle.Dispose();

        /// <summary>A method of its own: Mono looks for the imports of a method when it compiles it.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static OutboxHandle Opened(string folder)
        {
            SeamException.ThrowIf(Native.seam_acs_outbox_open(Arguments.Text("folder", folder), null, out var outbox, out var error), error);
            return outbox;
        }

        private string Keep(string action, IDictionary<string, object> change) =>
            Enqueue(new[] { new Dictionary<string, object>(change) { ["action"] = action } })[0];

        private Operation Begin(SeamClient seam, string options)
        {
            var text = Arguments.Text("options", options);
            var status = Native.seam_acs_outbox_deliver_begin(handle, seam.Handle, text, out var op, out var error);
            return new Operation(seam, status, op, error);
        }

        private static IReadOnlyList<OutboxChange> All(int status, ListHandle list, ErrorHandle error)
        {
            SeamException.ThrowIf(status, error);
            using (list)
            {
                SeamException.ThrowIf(Native.seam_acs_list_to_json(list, out var json, out error), error);
                return JsonReader.All(Library.Taken(json), (text, members) => new OutboxChange(text, members));
            }
        }
    }
}
