import Testing

@testable import Transport

@Suite("Large blocks of memory")
struct LargeBlocksTests {
    @Test("The C library takes the setting")
    func setting() { #expect(LargeBlocks.returnWhenFreed()) }
}
