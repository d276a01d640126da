/**
 * Functions with the file of the kernel's source that they are in, written down by hand: what the rules of the preset
 * `subsystem` are measured by. Drawn at random, before there were rules.
 */

/** A function, and its file. */
export interface Label {
  readonly name: string;
  readonly file: string;
}

function labels(text: string): Label[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string])
    .map(([name, file]) => ({ name, file }));
}

/** Of the recordings of scenarios and options (Linux 6.1 and 7.3, x86-64 and arm64). The rules were made with these at hand. */
export const TUNED = labels(`
proc_notify_change fs/proc/generic.c
kvm_arch_sched_in arch/x86/kvm/x86.c
page_frag_free mm/page_frag_cache.c
x86_emulate_insn arch/x86/kvm/emulate.c
console_unlock kernel/printk/printk.c
ext4_alloc_flex_bg_array fs/ext4/super.c
__call_rcu_common.constprop.0 kernel/rcu/tree.c
consume_skb net/core/skbuff.c
randomize_page mm/util.c
ext4_mb_check_limits fs/ext4/mballoc.c
user_return_notifier_unregister kernel/user-return-notifier.c
raw_spin_rq_lock_nested kernel/sched/core.c
sock_alloc_inode net/socket.c
security_inode_alloc security/security.c
generic_perform_write mm/filemap.c
hrtimer_init_sleeper kernel/time/hrtimer.c
sk_stop_timer net/core/sock.c
raw_notifier_call_chain kernel/notifier.c
cortex_a76_erratum_1463225_svc_handler arch/arm64/kernel/syscall.c
set_page_dirty mm/folio-compat.c
__kvm_get_msr arch/x86/kvm/x86.c
d_alloc_pseudo fs/dcache.c
__do_sys_geteuid kernel/sys.c
scx_fork kernel/sched/ext.c
kmalloc_trace mm/slab_common.c
activate_task kernel/sched/core.c
virtqueue_notify drivers/virtio/virtio_ring.c
vfs_fstat fs/stat.c
validate_xmit_xfrm net/xfrm/xfrm_device.c
ext4_bio_write_folio fs/ext4/page-io.c
update_rq_clock kernel/sched/core.c
prepare_signal kernel/signal.c
tcp_write_xmit net/ipv4/tcp_output.c
do_anonymous_page mm/memory.c
ext4_calculate_overhead fs/ext4/super.c
proc_reg_open fs/proc/inode.c
flush_workqueue_prep_pwqs kernel/workqueue.c
blk_mq_end_request block/blk-mq.c
dequeue_signal kernel/signal.c
put_pid kernel/pid.c
__x64_sys_sched_setaffinity kernel/sched/syscalls.c
kmem_cache_alloc_lru_noprof mm/slub.c
__brelse fs/buffer.c
wq_worker_last_func kernel/workqueue.c
tcp_rate_skb_delivered net/ipv4/tcp_rate.c
delayed_uprobe_remove.part.0 kernel/events/uprobes.c
next_zone mm/mmzone.c
__traceiter_sched_wakeup kernel/sched/core.c
inet_gro_receive net/ipv4/af_inet.c
__kernfs_iattrs fs/kernfs/inode.c
ext4_mb_init fs/ext4/mballoc.c
mod_timer kernel/time/timer.c
account_user_time kernel/sched/cputime.c
core_sys_select fs/select.c
_raw_spin_lock_irqsave kernel/locking/spinlock.c
hrtimer_get_next_event kernel/time/hrtimer.c
bpf_lsm_task_kill kernel/bpf/bpf_lsm.c
ext4_used_dirs_count fs/ext4/super.c
__fdget_pos fs/file.c
ext4_register_sysfs fs/ext4/sysfs.c
tomoyo_socket_sendmsg security/tomoyo/tomoyo.c
free_prepared_contig_range mm/page_alloc.c
hook_file_alloc_security security/landlock/fs.c
sched_ttwu_pending kernel/sched/core.c
ttwu_do_activate kernel/sched/core.c
locks_remove_posix fs/locks.c
calc_global_load kernel/sched/loadavg.c
security_vm_enough_memory_mm security/security.c
follow_huge_addr mm/hugetlb.c
__x64_sys_clock_nanosleep kernel/time/posix-timers.c
blkcg_maybe_throttle_current block/blk-cgroup.c
__get_vm_area_node mm/vmalloc.c
__call_rcu_common kernel/rcu/tree.c
lookup_slow fs/namei.c
shmem_inode_unacct_blocks mm/shmem.c
`);

/** Of the same recordings, not looked at while the rules were made. */
export const HELD_OUT = labels(`
restore_sigcontext arch/x86/kernel/signal_64.c
finish_fault mm/memory.c
lockdown_is_locked_down security/lockdown/lockdown.c
unlink_file_vma_batch_process mm/vma.c
perf_event_exit_task_context kernel/events/core.c
can_stop_idle_tick kernel/time/tick-sched.c
kvm_lapic_find_highest_irr arch/x86/kvm/lapic.c
queue_work_on kernel/workqueue.c
task_numa_free kernel/sched/fair.c
get_symbol_pos kernel/kallsyms.c
pid_maps_open fs/proc/task_mmu.c
rebalance_domains kernel/sched/fair.c
nmi_uaccess_okay arch/x86/mm/tlb.c
ext4_block_bitmap fs/ext4/super.c
acct_process kernel/acct.c
membarrier_update_current_mm kernel/sched/membarrier.c
__x64_sys_close fs/open.c
mb_update_avg_fragment_size.isra.0 fs/ext4/mballoc.c
ext4_map_query_blocks fs/ext4/inode.c
check_new_pages mm/page_alloc.c
set_next_buddy kernel/sched/fair.c
mntput_no_expire fs/namespace.c
security_socket_accept security/security.c
submit_bio_noacct_nocheck block/blk-core.c
mm_update_max_cids kernel/sched/core.c
pid_nr_ns kernel/pid.c
svm_complete_interrupts arch/x86/kvm/svm/svm.c
fscrypt_set_bio_crypt_ctx fs/crypto/inline_crypt.c
detach_entity_load_avg kernel/sched/fair.c
attach_pid kernel/pid.c
kernelmode_fixup_or_oops.constprop.0 arch/x86/mm/fault.c
account_kernel_stack.isra.0 kernel/fork.c
anon_vma_fork mm/rmap.c
switch_task_namespaces kernel/nsproxy.c
vma_mas_store mm/mmap.c
expand_stack_locked mm/mmap.c
do_idle kernel/sched/idle.c
virtqueue_enable_cb_prepare_split drivers/virtio/virtio_ring.c
__es_tree_search.isra.0 fs/ext4/extents_status.c
sock_rfree net/core/sock.c
do_sys_openat2 fs/open.c
node_page_state mm/vmstat.c
do_getname_kernel fs/namei.c
blk_add_rq_to_plug block/blk-mq.c
__arm64_sys_mprotect mm/mprotect.c
inet_accept net/ipv4/af_inet.c
nohz_balance_exit_idle.part.0 kernel/sched/fair.c
__getname_maybe_null fs/namei.c
lru_add_drain_cpu mm/swap.c
seq_file_path fs/seq_file.c
init_numa_balancing kernel/sched/fair.c
process_measurement security/integrity/ima/ima_main.c
timestamp_truncate fs/inode.c
ext4_invalidate_folio fs/ext4/inode.c
folio_remove_rmap_ptes mm/rmap.c
d_absolute_path fs/d_path.c
copy_fpstate_to_sigframe arch/x86/kernel/fpu/signal.c
proc_tid_base_readdir fs/proc/base.c
set_mm_exe_file kernel/fork.c
__traceiter_hrtimer_expire_entry kernel/time/timer.c
get_symbol_offset kernel/kallsyms.c
write_sysrq_trigger drivers/tty/sysrq.c
__get_user_pages mm/gup.c
__default_send_IPI_dest_field arch/x86/kernel/apic/ipi.c
tcp_ack_tstamp net/ipv4/tcp_input.c
inode_reserved_space fs/quota/dquot.c
tcp_options_write net/ipv4/tcp_output.c
ep_done_scan fs/eventpoll.c
record_times kernel/sched/psi.c
jbd2_journal_wait_updates fs/jbd2/transaction.c
__srcu_read_unlock kernel/rcu/srcutree.c
__tcp_get_metrics net/ipv4/tcp_metrics.c
d_path fs/d_path.c
end_page_writeback mm/folio-compat.c
__vmalloc_node_range mm/vmalloc.c
`);

/** Of a recording of a web server, functions that are in none of the others; not looked at while the rules were made. */
export const ELSEWHERE = labels(`
__mem_cgroup_flush_stats mm/memcontrol.c
netlink_broadcast net/netlink/af_netlink.c
process_echoes drivers/tty/n_tty.c
ip6_pol_route net/ipv6/route.c
security_inode_post_setxattr security/security.c
csum_and_copy_from_user arch/x86/lib/csum-wrappers_64.c
rt6_multipath_hash net/ipv6/route.c
sk_mc_loop net/core/sock.c
unix_create net/unix/af_unix.c
ext4_sync_file fs/ext4/fsync.c
__get_locked_pte mm/memory.c
inet_create net/ipv4/af_inet.c
submit_bio_wait_endio block/bio.c
mark_buffer_dirty_inode fs/buffer.c
destroy_large_folio mm/page_alloc.c
tcp_select_initial_window net/ipv4/tcp_output.c
ndisc_send_rs net/ipv6/ndisc.c
ext4_init_new_dir fs/ext4/namei.c
make_kprojid kernel/user_namespace.c
tcp_make_synack net/ipv4/tcp_output.c
rtnl_is_locked net/core/rtnetlink.c
blk_mq_timeout_work block/blk-mq.c
reweight_task kernel/sched/fair.c
ihold fs/inode.c
create_page_buffers fs/buffer.c
bpf_lsm_path_unlink kernel/bpf/bpf_lsm.c
ext4_sb_bread fs/ext4/super.c
shmem_kernel_file_setup mm/shmem.c
ext4_append fs/ext4/namei.c
kallsyms_show_value kernel/kallsyms.c
__sys_recvfrom net/socket.c
bpf_lsm_inode_setxattr kernel/bpf/bpf_lsm.c
ipcget ipc/util.c
__ip_select_ident net/ipv4/route.c
ep_eventpoll_release fs/eventpoll.c
anon_inode_getfile fs/anon_inodes.c
bpf_lsm_sk_clone_security kernel/bpf/bpf_lsm.c
n_tty_receive_buf_common drivers/tty/n_tty.c
tcp_v4_early_demux net/ipv4/tcp_ipv4.c
tcp_v4_init_seq net/ipv4/tcp_ipv4.c
bpf_lsm_inode_init_security kernel/bpf/bpf_lsm.c
neigh_periodic_work net/core/neighbour.c
security_shm_shmat security/security.c
do_setxattr fs/xattr.c
inet_sk_rebuild_header net/ipv4/af_inet.c
shmem_destroy_inode mm/shmem.c
unix_write_space net/unix/af_unix.c
__skb_try_recv_from_queue net/core/datagram.c
ndisc_alloc_skb net/ipv6/ndisc.c
ext4_mb_simple_scan_group fs/ext4/mballoc.c
ip6_input net/ipv6/ip6_input.c
tcp_filter net/ipv4/tcp_ipv4.c
tcp_try_fastopen net/ipv4/tcp_fastopen.c
queue_io fs/fs-writeback.c
wb_writeback fs/fs-writeback.c
inet_sk_set_state net/ipv4/af_inet.c
ldsem_down_read_trylock drivers/tty/tty_ldsem.c
__bforget fs/buffer.c
discard_slab mm/slub.c
scale_up block/blk-wbt.c
mmap_address_hint_valid arch/x86/mm/mmap.c
virtqueue_add_inbuf_ctx drivers/virtio/virtio_ring.c
__x64_sys_setpriority kernel/sys.c
find_ge_pid kernel/pid.c
locks_delete_block fs/locks.c
path_parentat fs/namei.c
security_inet_conn_request security/security.c
kfree_skb_reason net/core/skbuff.c
ext4_rmdir fs/ext4/namei.c
br_multicast_rcv net/bridge/br_multicast.c
cap_task_setnice security/commoncap.c
shm_destroy ipc/shm.c
addrconf_verify_work net/ipv6/addrconf.c
tty_unthrottle_safe drivers/tty/tty_ioctl.c
__vfs_setxattr_locked fs/xattr.c
`);
