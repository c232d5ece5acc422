#define TRACE // A program may listen to what a watcher threw.
using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace SeamAcs
{
    /// <summary>One call on its way.</summary>
    internal sealed class Operation
    {
        /// <summary>How often progress is shown, and a thread that waits looks around.</summary>
        private const int SliceMilliseconds = 100;

        private readonly SeamClient client;
        private readonly OpHandle op;
        private readonly TaskCompletionSource<bool> done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        private IProgress<Progress> progress;
        private Exception thrown;

        /// <summary>Takes what a function that begins has given.</summary>
        internal Operation(SeamClient client, int status, OpHandle op, ErrorHandle error)
        {
            SeamException.ThrowIf(status, error);
            this.client = client;
            this.op = op;
        }

        /// <summary>Waits on the calling thread; what it found, as JSON.</summary>
        internal string Finish(IProgress<Progress> watcher, CancellationToken cancellation)
        {
            progress = watcher;
            using (op)
            using (cancellation.Register(Cancel))
            {
                while (Native.seam_acs_op_wait(op, SliceMilliseconds) == 0)
                {
                    Look();
                }
                return Taken();
            }
        }

        /// <summary>Waits without a thread: the one below rings for all.</summary>
        internal async Task<string> FinishAsync(IProgress<Progress> watcher, CancellationToken cancellation)
        {
            progress = watcher;
            using (op)
            using (cancellation.Register(Cancel))
            {
                Bell.RingFor(this);
                await done.Task.ConfigureAwait(false);
                return Taken();
            }
        }

        private void Cancel() => Native.seam_acs_op_cancel(op);

        /// <summary>The watcher is not ours, and this may be the thread that all tasks wait for: what it throws stops the work,
        /// and the end of the call says what came of that.</summary>
        private void Look()
        {
            try
            {
                progress?.Report(new Progress(op));
            }
            catch (Exception failure)
            {
                progress = null;
                thrown = failure;
                Cancel();
            }
        }

        private string Taken()
        {
            Look();
            // A change finds nothing; of what failed there may be a report, or the plan that a guard refused.
            var found = Native.seam_acs_op_to_json(op, out var json, out var none) == 0 ? Library.Taken(json) : null;
            none.Dispose();
            SeamException.ThrowIf(Native.seam_acs_op_result(op, out var error), error, found, thrown);
            if (thrown != null)
            {
                // It came too late to stop anything, and what was done is reported as done.
                Trace.TraceError("seam-acs: a watcher of progress threw " + thrown);
            }
            // A client that nobody holds is freed, and ends its calls.
            GC.KeepAlive(client);
            return found;
        }

        /// <summary>One thread of ours waits for all operations that tasks stand for, so none of the pool's does.</summary>
        private static class Bell
        {
            private static readonly ConcurrentDictionary<long, Operation> Waiting = new ConcurrentDictionary<long, Operation>();
            private static readonly Lazy<QueueHandle> Queue = new Lazy<QueueHandle>(Hang);
            private static long last;

            internal static void RingFor(Operation operation)
            {
                var tag = Interlocked.Increment(ref last);
                Waiting[tag] = operation;
                var status = Native.seam_acs_op_attach(operation.op, Queue.Value, (UIntPtr)(ulong)tag, out var error);
                if (status != 0)
                {
                    Waiting.TryRemove(tag, out operation);
                }
                SeamException.ThrowIf(status, error);
            }

            private static QueueHandle Hang()
            {
                SeamException.ThrowIf(Native.seam_acs_queue_new(out var queue, out var error), error);
                new Thread(() => Listen(queue)) { IsBackground = true, Name = "seam-acs" }.Start();
                return queue;
            }

            private static void Listen(QueueHandle queue)
            {
                while (true)
                {
                    if (Native.seam_acs_queue_next(queue, SliceMilliseconds, out var tag) == 1 && Waiting.TryRemove((long)tag, out var operation))
                    {
                        operation.done.SetResult(true);
                        continue;
                    }
                    foreach (var other in Waiting.Values)
                    {
                        other.Look();
                    }
                }
            }
        }
    }
}
