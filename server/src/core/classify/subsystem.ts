import type { CategoryRule } from './presets';

/** One pattern for each word of a list `a|b(c|d)`, so that every rule is short where it is shown. */
function each(words: string, pattern: (word: string) => string): string[] {
  return (words.match(/(?:[^|(]|\([^)]*\))+/g) ?? []).map(pattern);
}

/** What begins with the word, underscores aside: `/^_*tcp([_.]|$)/`. */
function begins(words: string): string[] {
  return each(words, (word) => `/^_*${word}([_.]|$)/`);
}

/** What has the word anywhere, between underscores. */
function has(words: string): string[] {
  return each(words, (word) => `/(^|_)${word}([_.]|$)/`);
}

/** The functions of system calls: `__x64_sys_read`, `__do_sys_getpid`, `ksys_write`, `do_sys_openat2`, `SyS_open`. */
function calls(names: string): string[] {
  return each(names, (name) => `/(^|_)k?(sys|SyS|compat_sys)_${name}([_.]|$)/`);
}

/**
 * Functions by their place in the kernel's source, as far as their names tell: a function's first word mostly is its
 * subsystem. The first category that matches wins, so that what passes through all subsystems, as security_socket_accept,
 * comes first. Written for Linux 4.10 to 7.x; `test/core/classify/labels.ts` has functions with their files, and how many of
 * them are right.
 */
export const SUBSYSTEM: readonly CategoryRule[] = [
  {
    // arch/*/kvm, virt/, drivers/vhost, support of guests
    id: 'virtualization',
    label: 'Virtualization',
    patterns: [
      ...has('kvm'),
      ...begins(
        'vmx|svm|sev|nested|vmcs|vmcb|avic|tdx|tdp|npf|npt|ept|vhost|xen|hv|vgic|kvmclock|pvclock|ioeventfd',
      ),
      ...begins(
        'emulator|x86_(emulate|decode)|em|segmented|linearize|complete_emulated|init_emulate|init_decode|decode_(operand|register|modrm|abs)|fetch_register|(read|write)_(emulated|mmio|exit_mmio|prepare|register_operand)|reg_(read|write)|assign_(register|eip)|writeback(_registers)?$|do_insn_fetch|mmio_info_in',
      ),
      ...begins(
        'apic_(accept_irq|find_highest|has_interrupt|has_pending|update_ppr|update_lvtt|set_eoi|set_tpr|set_isr|set_spiv|mmio|timer_expired|get_tmcct|reg_write)|(start|restart|cancel)_(apic|hv|sw)_timer',
      ),
      ...begins('vcpu|gfn|gpa|gva|hva|paging(32|64)?|spte|mmu_(page|spte|set|sync|topup|zap|load)|memslot'),
      '/_(interception|intercepts?|vmexit|vmentry|in_slot)$/',
    ],
  },
  {
    // security/, kernel/audit*, kernel/seccomp.c, kernel/capability.c
    id: 'security',
    label: 'Security',
    patterns: [
      ...begins('security|lsm'),
      ...begins(
        'apparmor|aa|selinux|avc|smack|smk|tomoyo|yama|landlock|ima|evm|ipe|integrity|loadpin|lockdown|safesetid',
      ),
      ...begins(
        'hook_(file|inode|path|sb|task|cred|bprm|ptrace|move|unix|socket|mmap|current)|common_(perm|file_perm|mm|mmap)|profile_(transition|signal_perm)|process_measurement|devcgroup',
      ),
      ...begins('cap|key|keyring|keyctl|capable|ns_capable|privileged_wrt|capable_wrt|proc_apparmor'),
      ...has('audit|seccomp'),
      ...calls('seccomp|capget|capset|keyctl|add_key|request_key|landlock_\\w+'),
    ],
  },
  {
    // kernel/trace, kernel/events, kernel/bpf, arch/*/events, probes
    id: 'tracing',
    label: 'Tracing and BPF',
    patterns: [
      ...begins(
        'ftrace|tracing|tracer|tracefs|trace|ring_buffer|rb|event_trigger|function_graph|prepare_ftrace|return_to_handler|eventfs',
      ),
      ...begins(
        'perf|x86_pmu|x86_perf|intel_pmu|amd_pmu|armpmu|armv8pmu|hw_breakpoint|register_wide_hw|unregister_hw_breakpoint|flush_ptrace_hw_breakpoint',
      ),
      ...begins(
        'uprobe|uprobes|kprobe|kprobes|kretprobe|delayed_uprobe|rethook|fprobe|aggr|optimized_callback',
      ),
      ...begins(
        'bpf_(lsm|prog|map|link|trampoline|ringbuf|task_storage|inode_storage|cgrp_storage|local_storage|trace|get|probe|iter|mem|jit|event|timer|struct)',
      ),
      ...calls('bpf|perf_event_open'),
    ],
  },
  {
    // net/, drivers/net
    id: 'network',
    label: 'Network',
    patterns: [
      ...has('tcp|udp|icmp|inet|inet6|tcp4|tcp6|cubictcp|bbr|mptcp|sctp'),
      ...begins(
        'ip|ip6|ipv4|ipv6|ipip|igmp|ping|unix|netlink|genl|packet|fib|fib6|rt6|rtnl|rtnetlink|arp|ndisc|neigh|dst|ipmr',
      ),
      ...has('skb|pskb|skbs|skbmem|skbuff|sk|sock|socks|sockfd|sockopt|socket|reqsk|scm'),
      ...has('napi|netif|netdev|netdevice|gro|gso|rps|xps|xmit|qdisc'),
      ...begins(
        'net|sch|fq|fq_codel|codel|pfifo|tc|tcf|tcx|psched|flow|dev_(queue|hard|kfree|gro|get_by_index|get_by_name|forward|fill|loopback|validate|qdisc|gso|direct)|validate_xmit|eth|ether|csum_partial_copy|move_addr_to|sys_(accept4|sendto|recvfrom|setsockopt|getsockopt|sendmsg|recvmsg|connect|bind|listen|shutdown|socket)|xdp|zerocopy|nlmsg|addrconf|icmp6|icmpv6|raw6|raw_(close|destroy|getfrag|local|rcv|recvmsg|sendmsg|v4|v6|hash|unhash|bind)|rt_(cache|dst|set|fill|add|del)|l3mdev|find_rr|find_exception|ip4|wait_for_unix|try_fill|manage_tempaddrs|dev_watchdog|maybe_add_creds|maybe_deliver|init_peercred|kfree_skbmem|simple_copy_to_iter',
      ),
      ...begins(
        'br|nbp|fdb|vlan|macvlan|ipvlan|bond|veth|dsa|tun|tap|virtnet|start_xmit|e1000|e1000e|igb|ixgbe|mlx5|mlx4|bnxt|r8169|vxlan|geneve|wg|should_deliver|free_old_xmit_skbs|page_to_skb|receive_buf',
      ),
      ...begins(
        'nf|nft|nfnl|ipt|ip6t|xt|nf_hook|ebt|xfrm|esp4|esp6|ah4|ah6|do_accept|do_tcp|do_sock|sockopt',
      ),
      ...calls(
        'socket|socketpair|bind|listen|accept4?|connect|shutdown|send|sendto|recv|recvfrom|sendm?msg|recvm?msg|[gs]etsockopt|getsockname|getpeername|sendmmsg|recvmmsg|socketcall',
      ),
    ],
  },
  {
    // block/, drivers/block, drivers/nvme, drivers/scsi, drivers/ata, drivers/md
    id: 'block',
    label: 'Block storage',
    patterns: [
      ...begins(
        'blk|kblockd|ll_(back|front)|rq_depth|traceiter_block|blkcg|blkg|bio|bioset|bvec|bdev|blkdev|disk|genhd|part|elv|elevator|rq|rq_qos|rwb|wb_timer_fn|wbt|iocg|ioc|iolatency|throtl|tg_may|mq_dispatch|dd|bfq|kyber|sbitmap_queue',
      ),
      ...has('submit_bio|queue_rqs?|bio_integrity|update_io_ticks|should_fail_bio|flush_end_io|mq_flush'),
      ...begins(
        'loop|lo|virtblk|nvme|scsi|sd|sr|sg|ata|ahci|nbd|null|zram|dm|md|raid0|raid1|raid5|raid10|bcache|xlblk|xen_blkif',
      ),
    ],
  },
  {
    // fs/, io_uring/
    id: 'filesystem',
    label: 'File systems',
    patterns: [
      ...begins(
        'ext4|ext4fs|check_block_validity|add_system_zone|is_dx_dir|ext2|jbd2|jbd2__journal|journal|mb|es|htree|add_dirent|add_transaction|start_this_handle|do_get_write_access|mpage|mpage_(map|prepare|process|release|submit)',
      ),
      ...begins(
        'btrfs|xfs|xlog|nfs|nfs4|nfsd|cifs|smb2|smb3|fuse|ovl|fat|vfat|msdos|f2fs|erofs|squashfs|isofs|udf|ceph|p9|v9fs|autofs|autofs4|overlay|ramfs|hugetlbfs|debugfs|configfs|devpts|pidfs|nsfs|bdev_(read|write)|iomap|fscrypt|fsverity|dquot|quota|dqget|dqput|netfs',
      ),
      ...begins(
        'vfs|anon_inode\\w*|posix_acl|posix_xattr|get_cached_acl|setxattr\\w*|simple|offset_(dir|readdir)|kernel_(read|write)|generic_(file|read|write|permission|fillattr|update_time|delete_inode|drop_inode|splice)|do_(dentry|dentry_open|filp|open|sys_open|truncate|fcntl|dup2|pipe2?|splice|sendfile|readv?|writev?|iter_read|iter_readv|iter_write|iter_readv_writev|readlinkat|readlink|unlink|rename|mkdir|statx|select|pselect|poll|sys_poll|epoll|vfs|fsync|faccessat|getname|file_open|execve|execveat|open_execat|close_on_exec)|rw_verify|do_(mkdirat|rmdir|unlinkat|eventfd|timerfd|linkat|symlinkat|renameat2|mknodat)|fcntl|flock64|direct_splice|mknod|current_umask|mode_strip|set_fs_pwd|scan_positives|kern_path|user_path|core_sys_select',
      ),
      ...begins(
        'd|dentry|dput|dget|dcache|lockref_d|path|prepend|mangle_path|full_name_hash|hash_name|lookup_(fast|slow|open|one|dcache|mnt|noperm|positive|last)|try_lookup|link_path|filename|getname|putname|walk_(component|links)|pick_link|terminate_walk|complete_walk|handle_dots|step_into|nd|legitimize|try_to_unlazy|unlazy|follow_(mount|managed|automount|dotdot|link|down|up)|traverse_mounts|may_open|may_delete|may_setattr|may_lookup|set_root|atime_needs|touch_atime|shrink_(dentry|dcache|lock_dentry)|select_collect|find_positive|always_delete|release_dentry|trailing',
      ),
      ...begins(
        'inode|iget|igrab|iput|ihold|ilookup|i_callback|evict|new_inode|destroy_inode|alloc_inode|clear_inode|clear_nlink|set_nlink|drop_nlink|inc_nlink|notify_change|setattr|file_(update_time|modified|remove_privs|close_fd|free|ref|init_path|f_owner|accessed)|current_time|fill_mg|timestamp_truncate|mark_inode|sync_inode|write_inode|bad_inode|is_bad_inode|remove_inode_hash|find_inode|init_special_inode|dispose_list|xattr|dentry_needs|readlink_copy|get_next_ino|free_inode|insert_inode|find_group|get_(orlov|nr_inodes|nr_dirty|max_files)|kiocb_modified|check_igot',
      ),
      ...begins(
        'fput|fget|fdget|f_dupfd|f_unlock|fd|alloc_fd|alloc_file|alloc_empty_file|close_fd|filp|expand_files|dup_fd|copy_fd|put_files|exit_files|unshare_files|get_unused_fd|put_unused_fd|replace_fd|receive_fd|pick_file|kill_fasync|fasync|locks|posix_lock|flock|lease|exit_fs|copy_fs_struct|task_lookup|init_file|sane_fdtable|epi|get_file_rcu|fget_task|iterate_(fd|dir)|filldir|filldir64|call_filldir|verify_dirent|set_close_on_exec|alloc_bprm|free_bprm|bprm|begin_new_exec|setup_new_exec|finalize_exec|would_dump|copy_string|copy_strings|get_arg_page|setup_arg_pages|acct_arg_size|load_(elf|script|misc)|elf|exec_mmap|de_thread|set_binfmt|search_binary|remove_arg_zero|create_elf',
      ),
      ...begins(
        'mnt|mntput|mntget|mount|umount|namespace_(lock|unlock)|attach_mnt|propagate_(mnt|one|umount|mount)|legitimize_mnt|our_mnt|sb|super|iterate_supers|deactivate_super|deactivate_locked_super|grab_super|sget|kill_sb|put_super|statfs|fsnotify|inotify|fanotify|dnotify|fs|fs_umode',
      ),
      ...begins(
        'seq|single_(open|start|next|stop|release)|m_(next|start|stop|show)|proc|pde|pid_(revalidate|delete|maps|getattr|update)|tid|tgid|name_to_int|render|show_(map|vma|mountinfo)|kernfs|sysfs|do_task_stat|task_dump_owner|task_(mem|vsize|statm)|stream_open|nonseekable|get_vma_name|children_seq',
      ),
      ...begins(
        'pipe|anon_pipe|create_pipe|alloc_pipe|free_pipe|get_pipe|account_pipe|splice|iter_file_splice|pollwait|pollwake|poll_(freewait|select|schedule|initwait)|ep|eventpoll|eventfd|signalfd|timerfd|userfaultfd|dup_userfaultfd|aio|exit_aio|traceiter_(ext4|jbd2|writeback|filelock|fs_dax)|io_(uring|submit_sqe|issue|read|write|req|queue_sqe|cqring|prep)|ioctl_|compat_ptr_ioctl|chrdev|cdev|wait_for_space|space_used|dax|dcookie|coredump|do_coredump|dump',
      ),
      ...begins(
        'buffer_head|bh|brelse|bread|getblk|find_get_block|bforget|ll_rw_block|submit_bh|sync_(buffer|dirty|filesystem|lazytime)|block_(write|read|commit|invalidate|dirty|page|truncate)|mark_buffer|unlock_buffer|lock_buffer|end_buffer|drop_buffers|try_to_free_buffers|alloc_(buffer|page_buffers)|create_(empty|page)_buffers|folio_alloc_buffers|free_buffer|invalidate_(bh|inode_buffers)|wb|wbc|writeback_(sb|single|inodes)|bdi|locked_inode|move_expired|requeue_inode|journal|cp_new_stat|cp_statx|get_vfs_caps|nr_blockdev|write_dirty_buffer|zero_buffer|guard_bio|end_bio_bh|sync_mapping_buffers|has_bh',
      ),
      ...calls(
        'read|write|readv|writev|pread64|pwrite64|preadv2?|pwritev2?|open|openat2?|creat|close|close_range|lseek|stat|lstat|fstat|newstat|newlstat|newfstat|newfstatat|statx|access|faccessat2?|getdents(64)?|readlink|readlinkat|link|linkat|unlink|unlinkat|symlink|rename|renameat2?|mkdir|mkdirat|rmdir|mknod|chdir|fchdir|getcwd|chmod|fchmod|fchmodat|chown|fchown|fchownat|utimensat|truncate|ftruncate|fsync|fdatasync|sync|syncfs|sync_file_range|fallocate|fcntl|flock|dup|dup2|dup3|pipe|pipe2|poll|ppoll|select|pselect6|epoll_\\w+|eventfd2?|signalfd4?|timerfd_\\w+|inotify_\\w+|fanotify_\\w+|sendfile|sendfile64|splice|tee|vmsplice|copy_file_range|ioctl|mount|umount|pivot_root|statfs|fstatfs|[gl]?getxattr|f?setxattr|execve|execveat|io_(setup|submit|getevents|destroy)|io_uring_\\w+|userfaultfd',
      ),
    ],
  },
  {
    // mm/, arch/*/mm
    id: 'memory',
    label: 'Memory',
    patterns: [
      ...begins(
        'alloc_(pages|frozen|vmap|contig|slab|new_pud|zeroed|huge|migrate|from_(pcs|new_slab))|alloc_pages_bulk|free_(pages?|frozen|unref|pcp|pcppages|percpu|prepared|contig|pgtables|pgd|swap|slab|to_pcs|to_partial|vmap|tail_page|one_page|area|reserved)|get_(free_pages|zeroed_page|page_from|pfnblock|partial|any_partial|old_pud|user_pages|unmapped_area|vma_policy|task_policy|mmap_base|obj_cgroup|mem_cgroup|swap)|rmqueue|zone|next_zone|node_(page|dirty|reclaim)|next_online_pgdat|first_online_pgdat|prep_(compound|new)_page|check_(new|free)_pages?|split_page|mod_(zone|node|lruvec|memcg)|zoneref|extfrag|should_fail_alloc|si_(mem|swap)\\w*|zone_watermark|policy_node|policy_nodemask',
      ),
      ...begins(
        'kmalloc|kvmalloc|kfree|kvfree|kzalloc|krealloc|kmem|kmemdup|kstrdup|memdup|slab|slub|allocate_slab|setup_object|new_slab|put_cpu_(partial|sheaf)|barn|pcs|refill_(objects|sheaf)|refill_objects_node|rcu_free_slab|mempool|pcpu|shrinker|list_lru|should_failslab|check_(heap|stack)_object|check_object_size|dma_pool|vmalloc|vmap|vfree|vunmap|delayed_vfree|insert_vmap|find_(vmap|unlink_vmap|vm_area)|get_vm_area|PageHuge|PageHeadHuge|remove_vm_area|is_vmalloc|kasan|kmemleak|kfence|memblock|is_secretmem',
      ),
      ...has(
        'page|pages|folio|folios|pagevec|pagecache|filemap|pgdat|memcg|lruvec|swap|swapin|zswap|shmem|memfd|hugetlb|hugepage|huge|thp|khugepaged|ksm|lru|mlock|munlock|mempolicy|mpol|workingset|vmstat',
      ),
      ...has(
        'vma|vmas|vms|vmf|vmi|mmap|munmap|mprotect|madvise|mremap|brk|anon_vma|rmap|pte|ptes|ptep|pmd|pud|p4d|pgd|pgtable|pgtables|tlb|gup',
      ),
      ...begins(
        'vm|mm_(get_unmapped|release_pages|take|find_pmd|trace_rss|needs_global|free_global|counter|put_huge|cpumask)|do_(anonymous|fault|wp|swap|cow|shared|read_fault|set_pte|huge|brk|mmap|munmap|mas|vmi|mprotect|madvise|page|translation|mem_abort|kern_addr|user_addr)|handle_(mm|pte)_fault|wp_page|finish_fault|fault_(in|around)|bad_area|kernelmode_fixup|unmap|unmapped_area|do_writepages|file_(check_and|write_and_wait|fdatawait|ra)|pat|memtype|lookup_memtype|cachemode2protval|pagerange|insert_pfn|unfreeze|walk_to|vmemdup|zap_(pte|page|vma|pmd|huge|present)|free_work|compact|migrate_pages|copy_(page_range|user_highpage|highpage|present|nonpresent|pte|pmd|mc_user)|clear_(page|highpages|huge_page|refs)|change_(protection|pte|pmd)|move_page_tables|expand_(stack|downwards)|may_expand_vm|validate_mm|commit_merge|tear_down_vmas|detach_vmas|unlink_(anon|file)_vma|insert_vm_struct|install_special|special_mapping|split_vma|generic_get_unmapped|arch_(get_unmapped|pick_mmap|randomize_brk|vma_name)|follow_(page|huge|pfn|pte)|try_grab|randomize_page|lock_(mm|next_vma|vma)|relocate_vma|find_extend|generic_perform_write|truncate|invalidate_(mapping|inode_pages)|balance_dirty|domain_(dirty|poll)|wait_for_stable|tag_pages|set_page|writeout_period|read_cache|read_pages|ondemand|force_page|mark_page|add_to_page|delete_from_page|grab_cache|mapping|find_get_(pages|entries|entry)|find_lock_entries|mem_cgroup|uncharge|charge_memcg|drain|refresh_cpu_vm|quiet_vmstat|fold_diff|release_pages|add_mm_counter|sync_mm_rss|no_page_table|is_valid_gup|memalloc|kcompactd|kswapd|oom|out_of_memory',
      ),
      ...begins(
        'switch_mm|enter_lazy_tlb|load_new_mm|choose_new_asid|check_and_switch_context|new_context|post_ttbr|cpu_do_switch_mm|flush_tlb|native_flush_tlb|track_pfn|untrack_pfn|pfn|virt_addr_valid|preallocate_pmds|ex_handler|fixup_exception|copy_from_kernel_nofault|copy_(from|to)_user_nofault|nmi_uaccess|mmap_base|gate_vma|sync_icache|flush_dcache_page|arm64_dma|max_pfn|phys|ioremap|memremap|set_memory|lookup_address|cpa|exec_mm_put',
      ),
      ...calls(
        'brk|mmap|mmap_pgoff|munmap|mprotect|pkey_\\w+|madvise|process_madvise|mremap|msync|mlock2?|munlock|mlockall|munlockall|mincore|mbind|[gs]et_mempolicy|migrate_pages|move_pages|remap_file_pages|memfd_\\w+|swapon|swapoff|process_vm_\\w+|fadvise64|readahead',
      ),
    ],
  },
  {
    // kernel/time, clock sources
    id: 'time',
    label: 'Time',
    patterns: [
      ...has(
        'hrtimer|hrtimers|ktime|timekeeping|clockevents|clocksource|tmigr|jiffies|ntp|itimer|itimers|alarmtimer|posix_cpu|cputimers|timespec64|ns_to_timespec64',
      ),
      ...begins(
        'timer|tick|traceiter_(hrtimer|timer|tick|itimer)|add_timer|mod_timer|del_timer|try_to_del_timer|run_timer|call_timer|enqueue_timer|expire_timers|lock_timer|calc_wheel|next_timer|get_next_timer|fetch_next_timer|detach_if_pending|schedule_timeout|schedule_hrtimeout|process_timeout|msleep|usleep|msecs|usecs|nsecs?|ns_to|round_jiffies|do_(nanosleep|timer|adjtimex|setitimer|getitimer)|common_nsleep|(get|put)_(timespec|old_timespec|itimerspec)|posix_(timer|clock|get)|exit_itimers|update_(wall_time|process_times|vsyscall|fast_timekeeper)|second_overflow|tk|read_(tsc|hpet|persistent)|tsc|hpet|native_sched_clock|arch_timer|arch_counter|clock|mktime|hardpps|nohz_full|run_posix_cpu|run_local_timers|set_normalized|clear_posix|run_hrtimer|remove_hrtimer|itimerspec|watchdog_check_skew|init_timer|delay|delayed_work_timer_fn|kclock',
      ),
      ...calls(
        'nanosleep|clock_\\w+|timer_\\w+|gettimeofday|settimeofday|time|times|adjtimex|[gs]etitimer|alarm',
      ),
    ],
  },
  {
    // kernel/sched
    id: 'scheduler',
    label: 'Scheduler',
    patterns: [
      ...begins('sched|scx|ttwu|traceiter_sched|init_scx|init_sched|(mm|task)_\\w*sched'),
      ...has('cfs|eevdf|pelt|numa_balancing|wakeup_preempt|rq_lock|rq_unlock|rq_clock'),
      ...begins(
        'schedule|scheduler|resched|preempt_(schedule|notifier|count|model)|cond_resched|pick_(next|task|eevdf)|put_prev|set_next|set_curr|(en|de)queue_(task|entity|pushable)|(de)?activate_task|task_(tick|fork_fair|dead_fair|change_group|h_load|numa|rq|prio|sched|cputime|gtime|wants|woken|should|non_contending|contending)|update_(curr|rq|load|cfs|min_vruntime|blocked|group|other|dl|rt|thermal|irq_load|se|runtime|sd|misfit|overutil|entity|avg|tg|idle_core)|requeue|yield_task|check_preempt|prio_changed|switched|rt_mutex_setprio',
      ),
      ...begins(
        'load_balance|active_load|set_(load|one)|update_(averages|triggers)|collect_percpu_times|rebalance|newidle|(run_)?rebalance_domains|nohz_(balance|balancer|csd|run_idle|idle)|need_active|find_(busiest|idlest|matching|energy|lowest)|select_(task_rq|idle|estimate|fallback)|can_migrate|detach_(task|tasks|entity|one)|attach_(task|tasks|entity|one)|move_queued|migration_cpu|migrate_(task_rq|disable|enable)|trigger_load|balance_(dl|fair|rt|stop|callbacks?|push)|available_idle|idle_cpu|choose_idle|group_balance|fix_small|pull_(rt|dl)|push_(rt|dl)|calc_(load|global|delta|group)|decay_load|accumulate|account_(user|system|idle|process|cfs|guest|steal|llc|numa|other)|cputime|cpuacct|kcpustat|get_avenrun|cpu_(util|load|overutil|cgroup)|sugov|cpufreq_(update|add)|arch_scale|topology_scale|hrtick|psi|record_times|membarrier|housekeeping|autogroup|wake|try_to_wake|default_wake|autoremove_wake|woken_wake|child_wait_callback|prepare_to|finish_wait|finish_swait|finish_task_switch|add_wait|remove_wait|init_wait|swake|wait_woken|do_wait_intr|complete|complete_all|wait_for_completion|try_wait_for|completion|bit_wait|bit_waitqueue|out_of_line_wait|var_wake|init_(waitqueue|swait|cfs|dl|entity|numa|idle|rt|tg)|waitqueue|do_idle|default_idle|cpu_startup|cpu_idle|single_task|nr_(running|iowait|context)|vruntime|avg_vruntime|entity|place_entity|reweight|clear_buddies|check_cfs|propagate|remove_entity|post_init_entity|set_(task_cpu|task_rq|cpus_allowed|next_buddy|user_nice|load_weight|task_max)|do_set_cpus|affine_move|dl_|start_dl|dl|replenish|dequeue_dl|enqueue_dl|raw_spin_rq|double_rq|do_task_dead|kick_process|yield|io_schedule|cpus_share|task_active_mm|local_clock|get_nohz_timer|thread_group_cputime|mm_(update_max_cids|init_cid|cid)|force_compatible|release_user_cpus|dup_user_cpus|get_user_cpu_mask|wq_worker_tick|preempt_schedule|resched_cpu',
      ),
      ...calls('sched_\\w+|nice|[gs]etpriority|membarrier'),
    ],
  },
  {
    // kernel/locking, kernel/rcu, kernel/futex
    id: 'locking',
    label: 'Locking and RCU',
    patterns: [
      ...begins(
        'raw_(spin|read|write)_(lock|unlock|trylock)\\w*|spin_lock|spin_unlock|native_queued_spin\\w*|queued_(spin|read|write)\\w*|mutex|ww_mutex|rt_mutex|rwsem|down|up|down_(read|write)\\w*|up_(read|write)\\w*|init_rwsem|percpu_(down|up|rwsem)|semaphore|osq|lockdep|lock_(acquire|release|contended|acquired)|rwbase|rtlock|lockevent|debug_(mutex|rt|spin)',
      ),
      ...begins('rcu|srcu|rcuwait|srcutree|rcutree|finish_rcuwait|(__)?traceiter_rcu'),
      ...begins(
        'call_rcu|kvfree_call_rcu|synchronize|note_gp|force_qs|dyntick_save|invoke_rcu|wait_rcu|strict_work|poll_state_synchronize|start_poll|cond_synchronize|get_state_synchronize|exit_rcu|exit_tasks_rcu|call_srcu|check_cb_ovld|do_nocb|wake_nocb|trc',
      ),
      ...has('futex|robust_list'),
      ...calls('futex|futex_\\w+|[gs]et_robust_list'),
    ],
  },
  {
    // kernel/irq, kernel/softirq.c, kernel/smp.c, kernel/entry, arch/*/entry, interrupt controllers
    id: 'interrupts',
    label: 'Interrupts and entry',
    patterns: [
      ...has('irq|irqs|hardirq|hardirqs|softirq|softirqs|irqentry|irqdesc|tasklet|ksoftirqd|ipi|IPI|msi|nmi'),
      ...begins(
        'sysvec|asm_sysvec|common_interrupt|exc|asm_exc|handle_(irq|edge|level|fasteoi|percpu|softirqs|simple|nested)|generic_handle|local_bh|ack|note_interrupt|gic|gicv3|its|apic|x2apic|ioapic|lapic|setup_APIC\\w*|native_apic|flat|default_send|default_send_IPI\\w*|physflat|x86_msi|vector|irqd|do_interrupt_handler|smp|smp_call|on_each_cpu|call_function|csd|generic_(exec|smp)|flush_smp\\w*|send_call|native_send|native_smp|arch_send|ipi_handler|raise_softirq|invoke_softirq|run_ksoftirqd|mask_irq|unmask_irq',
      ),
      ...begins(
        'entry|syscall|do_syscall|x64_sys_call|el0|el1|el0t|el1h|invoke_syscall|do_el0|exit_to_user|enter_from_user|irqentry|raw_irqentry|ret_from_fork|xfer_to_guest|error_entry|paranoid|do_(undefinstr|debug|int3|trap|error_trap)|cortex|arm64_(enter|exit)|traps|report_bug|arch_irq_work',
      ),
    ],
  },
  {
    // the rest of kernel/, ipc/, init/: processes, signals, cgroups, work queues, modules, printk
    id: 'kernel',
    label: 'Core kernel',
    patterns: [
      ...begins(
        'copy_(process|namespaces|creds|thread_\\w+|semundo|signal|sighand|mm|io|seccomp|utsname)|kernel_(clone|thread|wait4|exit)|fork|dup_(mm|mmap|task|mm_exe_file)|mm|mmput|mmdrop|mmget|exit|do_(exit|group_exit|wait|notify|prlimit|sysinfo|arch_prctl|no_restart)|release_task|wait_(consider|task)|(get|put|set|find|delayed_put|hold)_(task|mm)|delayed_put_pid|set_dumpable|get_(task|mm)_\\w+|(alloc|free|try_release|account|put)_(task|thread|kernel_stack)\\w*|thread_stack|task_(work|active|exec|pid|tgid|join|set)|tsk|pid|pids|(alloc|free|put|get|find|attach|detach|change|transfer)_pids?|pidfd|find_(get_task|task_by)|set_mm_exe|nsproxy|switch_task_namespaces|create_new_namespaces|put_nsproxy|user_ns|ns|(get|put|free|set)_(uid|ucounts|cred|pid_ns)\\w*|(inc|dec|do_dec)_rlimit|is_rlimit|rlimit|taskstats|acct|delayacct|exec_(mm|task)|zap_other|kill_orphaned|find_(get_pid|vpid)|getrusage|nr_processes|will_become|get_pid|get_task_pid|unwind|freezer|freeze|replace_mm_exe|group_dead|vm_release',
      ),
      ...begins(
        'signal|sig|sigpending|sigqueue|sigaction|siginfo|sigprocmask|sigsuspend|send_(signal|sig)|do_(send|send_sig|tkill|sigaction|sigaltstack|sigtimedwait|sigpending|signal_stop|jobctl)|get_signal|dequeue_signal|next_signal|collect_signal|complete_signal|prepare_signal|recalc_sigpending|calculate_sigpending|set_(current|user)_(blocked|sigmask)|set_task_blocked|flush_(sig|signal|signals|sigqueue|itimer)\\w*|(un)?lock_task_sighand|cleanup_sighand|exit_signals|retarget|check_kill|kill|group_send|force_sig|ptrace|restore_altstack|save_altstack|wants_signal',
      ),
      ...begins(
        'prepare_(creds|exec_creds|kernel_cred)|commit_creds|abort_creds|override_creds|override_release|revert_creds|(put|get)_cred\\w*|cred|in_group_p|groups|(from|make)_(kuid|kgid|kprojid|vfsuid|vfsgid)(_munged)?|map_id|current_in_userns|copy_creds|exit_creds|cgroup|cgroup1|css|cpuset|rstat|guarantee_online|rdmacg|misc_cg|pids_(can|release)',
      ),
      ...begins(
        '(queue|flush|cancel|cancel_delayed|mod_delayed|schedule|insert|delayed|enable|disable|destroy|drain)_(work|delayed_work|workqueue)\\w*|queue_work_on|work|worker|wq|current_(work|is_workqueue)|queue_rcu_work|set_worker|get_kthread|process_one_work|process_scheduled|pwq|get_pwq|put_pwq|workqueue|assign_work|move_linked_works|kick_pool|try_to_grab_pending|clear_pending|pool|kthread|kthreads|stop|cpu_stop|cpu_stopper|stop_one_cpu|stop_machine|cpuhp|cpus_read|async_run|notifier|notify_die|raw_notifier|blocking_notifier|atomic_notifier|srcu_notifier|notifier_call',
      ),
      ...begins(
        'printk|vprintk|prb|console|nbcon|down_trylock_console_sem|up_console_sem|wake_up_klogd|record_print|info_print|data_(alloc|push)|desc_(read|update|reserve)|get_data|panic|msg_|print_|syslog|devkmsg|kallsyms|sprint_symbol|get_symbol|get_ksymbol|module|try_module|ref_module|find_symbol|search_(exception|module|extable)|symbol_put|static_(key|call)|jump_label|rseq|clear_rseq|user_return|fire_user_return|irq_work|context_tracking|ct|crash|kexec|reboot|sys_off|param|kmod|call_usermodehelper|profile|livepatch|klp|kcov|stack_trace|rcu_user|prctl|find_next_iomem|walk_system_ram|modules|iomem|resource|gcov|hung|watchdog|lockup|delayed_free|iomem_is|thread_group|core_kernel|kernel_text|unwind_deferred|ksysfs|nsec',
      ),
      ...begins(
        'sem|ipcctl|ipcperms|newseg|shmctl|put_ipc_ns|semctl|shm|shmget|exit_sem|exit_shm|ipc|ipcget|mq|mqueue|msgctl|do_(msg|sem|shm)\\w*|newuname|override_release|utsname',
      ),
      ...calls(
        'exit|exit_group|fork|vfork|clone3?|wait4|waitid|kill|tkill|tgkill|rt_\\w+|sigaltstack|sigreturn|restart_syscall|get(pid|ppid|tid|uid|euid|gid|egid|pgid|pgrp|sid|resuid|resgid|groups|rlimit|rusage|cpu)|set(uid|gid|reuid|regid|resuid|resgid|fsuid|fsgid|pgid|sid|groups|rlimit|hostname|domainname|ns)|prlimit64|prctl|uname|newuname|sysinfo|umask|set_tid_address|unshare|ptrace|personality|pidfd_\\w+|rseq|syslog|reboot|(init|finit|delete)_module|kexec_\\w+|acct|sem(get|op|ctl|timedop)|shm(get|at|dt|ctl)|msg(get|snd|rcv|ctl)|mq_\\w+|kcmp',
      ),
    ],
  },
  {
    // lib/, crypto/
    id: 'library',
    label: 'Library',
    patterns: [
      ...begins(
        'rb|rbtree|radix|xa|xas|idr|ida|mas|mt|maple|mtree|list|llist|klist|plist|hlist|timerqueue|kobject|kref|refcount|lockref|assoc_array|interval_tree|bitmap|find_(next|first|last|nth)_\\w*bit|find_bit|cpumask|sbitmap|percpu_(counter|ref)|proportions|fprop|flex_proportions|dql|rhashtable|rht|siphash|hsiphash|jhash|btree|scatterlist|sg_(next|init|copy|alloc|miter)|stack_depot|debug_object|fault_inject|should_fail|ratelimit',
      ),
      ...begins(
        'mem(cpy|set|move|cmp|chr|scan)\\w*|str\\w+|vsnprintf|snprintf|sprintf|scnprintf|vscnprintf|vsprintf|number|pointer|format_decode|put_dec|string|string_nocheck|hex|kstrto\\w*|simple_strto\\w*|skip_spaces|match_(token|string)|parse_\\w+|simple_copy_to_iter|copy_(page_)?(to|from)_iter\\w*|iov_iter|iov|import_(iovec|single|ubuf)|iovec|dup_iter|copy_mc_(to_kernel|fragile|enhanced)|copy_user_\\w+|rep_movs|clear_user|usercopy|check_zeroed|errseq|csum_partial|csum|do_csum|ip_compute_csum|crc\\w+|chksum|blake2s|chacha|poly1305|sha1|sha256|sha512|aes|crypto|aead|shash|ahash|skcipher|cipher|alg|gf128|gcm|zlib|lz4|zstd|lzo|xxh\\w+|dump_stack|bust|glob|sort|bsearch|gcd|int_sqrt|div\\w*64|hweight|udelay|delay_(tsc|halt)|const_udelay|nla|mpi|asn1|decompress|_?warn',
      ),
    ],
  },
  {
    // the rest of drivers/, sound/
    id: 'drivers',
    label: 'Drivers',
    patterns: [
      ...begins(
        'virtio|virtqueue|vring|vp|pci|pcie|pcibios|acpi|acpi_\\w+|usb|hid|xhci|ehci|i2c|spi|mmc|sdhci|gpio|gpiod|pinctrl|regmap|regulator|clk|thermal|hwmon|iommu|dma|dmar|intel_iommu|drm|i915|amdgpu|fb|fbcon|vt|vc|snd|input|evdev|serio|atkbd|led|rtc|power_supply|watchdog_dev|vfio|nvmem|ipmi|tpm|edac|mei|wmi|of|fwnode|platform|bus|driver|device|devm|dev|dpm|pm|rpm|wakeup|wakeup_source|genpd|detach_buf|remove_from_vring',
      ),
      ...begins(
        'tty|ldisc|ldsem|flush_to_ldisc|file_tty|do_output|canon|n_tty|pty|con|do_con|lf|serial|serial8250|serial_port|uart|univ8250|io_serial|wait_for_(lsr|xmitr)|pl011|hvc|sysrq|write_sysrq|handle_sysrq|disassociate_ctty|ttyS|tty_audit|vcs|kbd|paste',
      ),
      ...begins(
        'random|urandom|get_random\\w*|crng|add_(device|input|interrupt|disk|hwgenerator)_randomness|mix_(pool|interrupt)|extract_entropy|credit_(entropy|init)|mem(ory)?_open|(read|write)_(null|zero|mem)|misc_open|cpuidle|menu|haltpoll|poll_idle|intel_idle|cpufreq|dev_attr|show_cpus|proc_(comm|exec|exit|fork|id)_connector|cn|component|firmware|request_firmware|psci|scmi|efi',
      ),
      ...calls('getrandom'),
    ],
  },
  {
    // the rest of arch/
    id: 'architecture',
    label: 'Architecture',
    patterns: [
      ...has(
        'fpu|fpregs|fpstate|fpsimd|xstate|xsave|xfd|sve|sme|mte|sigframe|sigcontext|shstk|ldt|gdt|idt|tss',
      ),
      ...begins(
        'arch|x86|x64|amd|intel|arm64|aarch64|aarch32|ia32|switch_to|switch_fpu|start_thread|copy_thread|flush_thread|exit_thread|release_thread|setup_rt|setup_signal|setup_additional|get_sigframe|handle_signal|user_(enable|disable|fastforward|regs|single)|valid_user_regs|save_fpregs|restore_fpregs|get_xsave|native|paravirt|pv|cpu_(has|mitigations|init)|this_cpu_has|spectre|spec_ctrl|speculation|mitigation|erratum|is_affected|cache_line|emulate_mrs|do_emulate|read_sanitised|search_cmp_ftr|init_fpu|load_sp0|load_TLS|do_arch_prctl|set_personality|map_vdso|vdso|vvar|vdso_fault|reset_thread|stack_access|get_wchan|unwind_(next|start|get)|perf_(callchain|reg)_arch|mce|machine_check|microcode|mtrr|topology|numa|cpuid|rdmsr|wrmsr|read_msr|write_msr|alternative|apply_|text_poke|current_save_fsgs|save_fsgs|copy_(fpstate|xregs)|restore_(sigcontext|fpsimd)|smp_thread|tls|show_regs|stop_this_cpu|ssb|record_steal|hw_breakpoint|vsyscall|profile_pc|randomize_stack|align_stack|do_notify_resume|static_call_return0',
      ),
      ...calls('arch_prctl|modify_ldt|iopl|ioperm|[gs]et_thread_area'),
    ],
  },
];
