using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace SeamAcs
{
    /// <summary>How far a call is.</summary>
    public struct Progress
    {
        /// <summary>Records that were read, or changes that are as asked.</summary>
        public long Done;

        public long Failed;

        /// <summary>0 while that is not known.</summary>
        public long Total;

        /// <summary>Requests that may be under way now.</summary>
        public long Concurrency;

        public long PerSecond;
    }

    /// <summary>One call on its way.</summary>
    internal sealed class Operation
    {
        /// <summary>How often progress is shown, and a thread that waits looks around.</summary>
        internal const int SliceMilliseconds = 100;

        private readonly IntPtr op;
        private readonly TaskCompletionSource<bool> done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        private IProgress<Progress> progress;

        internal Operation(IntPtr op)
        {
            this.op = op;
        }

        /// <summary>Waits on the calling thread.</summary>
        internal Result Finish(IProgress<Progress> watcher, CancellationToken cancellation)
        {
            progress = watcher;
            try
            {
                using (cancellation.Register(Cancel))
                {
                    while (Native.seam_acs_op_wait(op, SliceMilliseconds) == 0)
                    {
                        Look();
                    }
                }
                Look();
                return Taken();
            }
            finally
            {
                Native.seam_acs_op_free(op);
            }
        }

        /// <summary>Waits without a thread: the one below rings for all.</summary>
        internal async Task<Result> FinishAsync(IProgress<Progress> watcher, CancellationToken cancellation)
        {
            progress = watcher;
            try
            {
                using (cancellation.Register(Cancel))
                {
                    Bell.RingFor(this);
                    await done.Task.ConfigureAwait(false);
                }
                Look();
                return Taken();
            }
            finally
            {
                Native.seam_acs_op_free(op);
            }
        }

        private void Cancel()
        {
            Native.seam_acs_op_cancel(op);
        }

        private void Look()
        {
            if (progress == null)
            {
                return;
            }
            UIntPtr finished, failed, total, concurrency, perSecond;
            Native.seam_acs_op_progress(op, out finished, out failed, out total, out concurrency, out perSecond);
            progress.Report(new Progress
            {
                Done = (long)finished,
                Failed = (long)failed,
                Total = (long)total,
                Concurrency = (long)concurrency,
                PerSecond = (long)perSecond,
            });
        }

        private Result Taken()
        {
            IntPtr json, none, error;
            // A change finds nothing, and a list that failed has a report.
            var found = Native.seam_acs_op_to_json(op, out json, out none) == 0 ? Library.Taken(json) : null;
            Native.seam_acs_error_free(none);
            try
            {
                SeamException.ThrowIf(Native.seam_acs_op_result(op, out error), error);
            }
            catch (SeamException failure)
            {
                failure.Report = found;
                throw;
            }
            return new Result(found);
        }

        /// <summary>One thread of ours waits for all operations that tasks stand for, so none of the pool's does.</summary>
        private static class Bell
        {
            private static readonly ConcurrentDictionary<long, Operation> Waiting = new ConcurrentDictionary<long, Operation>();
            private static readonly Lazy<IntPtr> Queue = new Lazy<IntPtr>(Hang);
            private static long last;

            internal static void RingFor(Operation operation)
            {
                var tag = Interlocked.Increment(ref last);
                Waiting[tag] = operation;
                IntPtr error;
                var status = Native.seam_acs_op_attach(operation.op, Queue.Value, (UIntPtr)(ulong)tag, out error);
                if (status != 0)
                {
                    Waiting.TryRemove(tag, out operation);
                    SeamException.ThrowIf(status, error);
                }
            }

            private static IntPtr Hang()
            {
                IntPtr queue, error;
                SeamException.ThrowIf(Native.seam_acs_queue_new(out queue, out error), error);
                new Thread(() => Listen(queue)) { IsBackground = true, Name = "seam-acs" }.Start();
                return queue;
            }

            private static void Listen(IntPtr queue)
            {
                while (true)
                {
                    UIntPtr tag;
                    Operation operation;
                    if (Native.seam_acs_queue_next(queue, SliceMilliseconds, out tag) == 1 && Waiting.TryRemove((long)tag, out operation))
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

    /// <summary>What an operation found.</summary>
    internal struct Result
    {
        private readonly string found;

        internal Result(string found)
        {
            this.found = found;
        }

        internal void Nothing()
        {
        }

        internal string Json()
        {
            return found;
        }

        internal Plan Plan()
        {
            return new Plan(found);
        }

        /// <summary>The library writes no blanks, and quotes inside of texts are escaped: this is the member itself.</summary>
        internal bool Flag(string member)
        {
            return found.Contains("\"" + member + "\":true");
        }
    }
}
