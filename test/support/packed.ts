/** One trace in several packings, made by the programs zstd 1.5.4 and xz 5.4.1. */
import { gzipSync } from 'node:zlib';

const NAMES = [
  'tcp_recvmsg',
  'vfs_read',
  'kvm_exit',
  'sock_poll',
  'mutex_lock',
  'ip_rcv',
  'fput',
  'schedule',
];

/** A header and 150 leaves of 8 functions: what is packed below. */
export const PLAIN = ((): string => {
  let random = 1;
  const lines = Array.from({ length: 150 }, () => {
    random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
    const time = (((random >> 8) % 1000) / 1000 + 1).toFixed(3);
    return ` ${(random >> 16) & 3})   ${time} us    |  ${NAMES[(random >> 20) & 7]}();\n`;
  });
  return `# tracer: function_graph\n${lines.join('')}`;
})();

/** By what it is: the bytes of a file. */
export const PACKED = {
  gzip: gzipSync(PLAIN),
  gzipTwoMembers: Buffer.concat([gzipSync(PLAIN.slice(0, 3000)), gzipSync(PLAIN.slice(3000))]),
  zst: base64(`
    KLUv/QRoFRYARqFQGmBXsQGgkqVksOtIQBBs4Mru7k1zMF4gUt0KYQBDAD8Aj2WRMZ5xDwKZUB6LbW4GUXkoDqO57JbXY23+gqEs
    brcYlkgGoag8FMQFj0gBwSQUDYTlNwwED8QE8mgUF0zEcTaOBePYIYEcxxncATQohwrjkUwcF4QEs3AKFQXiULk4gUalvKU82shS
    T0/fs+5opOWy6WEiWk92zBfSlh5r8WYluy4OjeKJZB56eqejFf0kJ+amln1IRqbjT2ufTWVfxMRBUQlXTSv1op2uqpWoaOmXSz9j
    3pAy8+XNSzq7rDMrst6k9LOi2+fRCu+eZVLUvPOrTu9U9eqW97S9Wimd/1fLbsWXdidDa5HRaH8b2fSJr5ci+RYzk5bO7JMpIf5+
    38y00jJF/15ne3WLm861fYv2ke5nUm/a73xbIpOa/RfSUoC5qCE0CpcUKhvbAYAknCkzDyEECEdIDCGECCMCQhAhSuAIheUDCmVW
    ukTjLEm58uZRYxehSYb6MdxsFGVpRcOQUlNT6srCZlfkLPIaD/q8HtpcDhmK7bRvpKbTksGjEP+zmAbw09c6uYtj+LXyqljGvtcZ
    6ZaK/ZVs12CU4JsGNO5mowZspFAn/cLrocyOwG1IdS+ZJcOoNrdaSrwqOH4bT4J5rFAQOmZDMYhEFA/E4ggamJKMrPFVpkDZIti5
    ANAjHE2ZZEFYXnhFtBJ2lxeC8tqj2rTDB66UUmaWX5QhxGkQiKlLQBgEqgiZ0YikUVYfEFWPkbdRGHITFwJDV7LQGDrUI7AjHaWP
    oqaAeJGYISjNNGMhgHSp3+dkKQIC/9vgnbC8dvBLHTxLDzzaSL650pJqpYNUvs2wnIv/27UKym/WNafMZ2JKTHAQegSblrQrUBou
    DSL8EzR1Ewbrbm4V2CHFPSMTECTzACSzrOy87r9gIFgJmcGMqQBmFfAL6pU=
  `),
  zstTwoFrames: base64(`
    KLUv/QRoJQ4AJhU6HGCL2rCa9adG5kGgr6ogCI9DIrt7sxwC00pWAiI+ADIALAC6Fiogx6QsT+Io0erdwkiIZaFAv2EgaCgNk0CW
    SHIoFVGQpFKXcEqpwRVg4RweRfJoGJHykBKq8CzK4YlUINxopnt5dt//lpmaHebXLuKwPAmUmGzVdinDNE7SUBooF69JeRKHYZuG
    +eT3Fxc/kpxEyf07m55Rv3mNhpaty7vWv/zycW9hf3Ht0/rMMGJAlsQxNVpbf1/rtfMZL6+367smnq7zN3FVz2jX26xqR9RW7W7F
    p55zva3P+P9qTOu17WNdx1/LC2yoERChW0FhChvbAcAkpCHzIQQITkgQMYQIIwJCmDFOgIKxdUfhWJ+pK4iE7NUG2rFZPkQY2AFh
    0+4G1wQp5cIWpU8R2A2rY74ISQw2q0IZgnvIBFY2gqgeOtkm13BOzAmArv6qBijUBn9URQGiBD3Ew2C+SYkt7f1BJHzqKU/W4kt/
    bjCUqL1qeFPxzFKuo/vRm1eBlFA6NpXDgwVU0N8AZsX9XnspA4hpMAFqa0cULQk0WMI0DdmwdsLADpxgkEu23NILUQEB2AhCdq64
    LEdYvbHBLFQAvArZfCFkUipNGAMAAABhYmMotS/9AGj9DABWEzQbYG3aUKXxiBMtjTmqgiAgF1rZvWncRwVExeEBNwAuACQAlRSV
    aR4Dk1icLNtiaTSKhIE8DDz84zioIUQhYRRGZHFnhQAEQSCyPBSHAqEJch5UToNCCAmMApss6Vny5u8wpd2m5FRVZig4h0ht+ahb
    b5qGQ1ksDQedCIcRWZgFgn6mhqrWmzc+3vAWDTdXrWv7uGn/mleFR1fyOvWO6N+3CteV7Ozfsu7cenqoh790snJe7e8rX7rm7Zay
    jJuqWlt49utSPfOodfyq6pklu5QBaagQQKSTQtoMsGJmsHoxBAhRsARIWBEQgSLGCMqo2gEKzSzVl+hKJcdXaHmYcxeFyUDrD+Zm
    ryCXNjSsOZ2aQLoKsblApIcS9TAdEpWm8ZDThrLAt7AmSEuWRlX/oWA0WC/Up+9SccUkogKMYy8J9VT9X0PdwOQx/HgPo7veGAfy
    pKBLLK8HqYxUbqnU+HL9IWy96c66PFdUOyTukO0PwL+AztD0WtTlfGoeuTvUEDU6MTgHAroHeFIKeIB8EIphoCdwmSlpvENoaeUp
  `),
  xz: base64(`
    /Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4BN5AtddABGICweBYTlySP4E2t/kttuFN0sehRgxC1iMKL9BywhwRbeKmX7XM6W0gLw9
    xYHlEPUyv6kRtF1p+2xnRgIaCwB26ktk0jGB1VJKaKBL3WzDToHjD6g8MrHz6sXOb5BkrxhEAnQHYWC/LwR1psApU81WbP5EMyGn
    CairzFuLMH/qfAFAeQziIHYcLX1dnttztCmJW2Xmpyq7wTwYXN4eyqfclDRIY+awKI7hsn/3pajlZ4YARPJR4OPvmQO2mNlRkzu6
    7BLxlKsA6vlYn0Lr78S+5mMKTExKW+rntL6qzLtTdaW2cyWvfEhM9HYrVuggsE5D6nsuH5U19Z3gfP0ugRi5inWPprgFjSvCqouG
    HB8v1V45ykGcpiTpJtQcRPNQ7BcdyuAB6wdgNbVYsRyWaY5fIB92mj+ZOZriCImzCDMkA/hrsaKu1smPJcBEdWy5DPz5G3gEC0hA
    s6K0y9FPUk5+7cDjjscoQ/kquftk07ZVQcV5eYpXY8t65c7VwuucQqGFG9tLkWP0EBfFXwd+JCND6y+4HiU8XLLQeMOKkcjaf/lL
    ylHMBxbkxUmtEXBqTx2WShfNSZVNtz3Mba5fb9YdoDCWSA2hbUwt0vSVeuHpEKMBYekb0a3YUh4+3VqnJKgh91qEJkOCW98SnIDd
    svfYuUXEDpCST+qzoDzgWlFSMyXnHY/vbEVZiK86ANjL/rqPSDhD0KuBGuFm4P4gwwnvn9E52Pfss3XuYNL1CKFBp/hiwhdIuTTC
    Slh+gw+z481f4Km/5Ql7vtklcExlWF7n8UM4oBM4egAsh9+W5hnO4yzVwHWaAJP6UFC4B8emu6mRWtRUVsHc5LSY3n5d8wQ44y9T
    O38TVjPNAxMNMI8aINNlchaEIG3wDQXfQnNgbRI18eJUsCNh2lWP0WEiEPK/NP6qyUww/zGlehmdArD5hQGlMyDCh/f9GJnXc+t/
    p5McNtC16ugAALpj7500/T1bAAHzBfomAACL/KhNscRn+wIAAAAABFla
  `),
  xzTwoStreams: base64(`
    /Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4AnYAdFdABGICweBYTlySP4E2t/kttuFN0sehRgxC1iMKL9BywhwRbeKmX7XM6W0gLw9
    xYHlEPUyv6kRtF1p+2xnRgIaCwB26ktk0jGB1VJKaKBL3WzDToHjD6g8MrHz6sXOb5BkrxhEAnQHYWC/LwR1psApU81WbP5EMyGn
    CairzFuLMH/qfAFAeQziIHYcLX1dnttztCmJW2Xmpyq7wTwYXN4eyqfclDRIY+awKI7hsn/3pajlZ4YARPJR4OPvmQO2mNlRkzu6
    7BLxlKsA6vlYn0Lr78S+5mMKTExKW+rntL6qzLtTdaW2cyWvfEhM9HYrVuggsE5D6nsuH5U19Z3gfP0ugRi5inWPprgFjSvCqouG
    HB8v1V45ykGcpiTpJtQcRPNQ7BcdyuAB6wdgNbVYsRyWaY5fIB92mj+ZOZriCImzCDMkA/hrsaKu1smPJcBEdWy5DPz5G3gEC0hA
    s6K0y9FPUk5+7cDjjscoQ/kquftk07ZVQcV5eYpXY8t65c7VwuucQqGFG9tLkWP0EBfFXwd+JCND6y+4HiU8XLLQeMOKkcjaf/lL
    ylHMBxbkxUmtEXBqTx2WShfNSZVNtz3Mba5fb9YdoDCWSA2hbUwt0utZgo7HAAAAAADbcqIbAAHpA9kTAAB9D4LwPjANiwIAAAAA
    AVlaAAAAAAAAAAD9N3pYWgAABObWtEYCACEBHAAAABDPWMzgCaABtV0AEAwBUz5atgD6fGk38q17WevMiUBphziSmpbBqCy0J7DU
    SUFe9NKwO5R+/kysPjrj4CLMkyqBTuoXijiJP5wJQ0+whGIRS+qpvvOXSt34nPDjAY6YuQ2A71uRGtwgQHS5tUo5ZjZVMyWlQk1/
    rdzfG7RJpVtfEedWvzLTZCfyVjRAXhFcB6vckppD38QuYTJGN2HyNWgkustIQOS8hOiueZV19Q+2TlOWdCAWHtpJI3kmUAS7MeDy
    +l7/8kgxV8KIBS1WFaDx4P7BzoyeON5SbDAD2m/ccoq+BXDXi4Pdlm/pLapQJgz9LamWvJOuFwGwm+7+Pz0jjVEXdWyhWT5NZL+e
    guNNERCt8wpRxnu2q35Bo9Qj/nyILuP8txNitVWVciXDraS7y+j+JmMnMiguKzu2Tb34fGca39nybskwLQeU6RponFF6ICF05vUv
    1+GAFOUIwlpUNZaWnCjl3I6HK2z8uBnFlgUufxNiYZIkvWppG1jm769SiwWFQwShdax+vTJV4eev0vqFqrgoNDIGWtcfvg35siWn
    huM/dDOGNixS/KR9WegrXFi3PKFzXIx5cHHmmvYAAAAA8EhC5W7ZbsYAAdEDoRMAAM4CILaxxGf7AgAAAAAEWVo=
  `),
} as const;

function base64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
