import asyncio


async def connect():
    reader, writer = await asyncio.open_connection("127.0.0.1", @LISTENER_PORT@)
    writer.write(b"here I am")
    await writer.drain()


asyncio.run(connect())
