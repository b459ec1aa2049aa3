"""Follows results on Kafka and prints winners: docs/subscribing.md.  pip install confluent-kafka fastavro
KAFKA_BROKERS=... SCHEMA_REGISTRY_URL=... python3 subscribe.py [TOPIC] [COUNT]"""
import io, json, os, struct, sys, urllib.request
import fastavro
from confluent_kafka import Consumer

topic = sys.argv[1] if len(sys.argv) > 1 else "results"
count = int(sys.argv[2]) if len(sys.argv) > 2 else None
schemas = {}


def decode(value):
    magic, schema_id = struct.unpack(">bI", value[:5])
    assert magic == 0, "not in the Confluent wire format"
    if schema_id not in schemas:
        with urllib.request.urlopen(f"{os.environ['SCHEMA_REGISTRY_URL']}/schemas/ids/{schema_id}") as answer:
            schemas[schema_id] = fastavro.parse_schema(json.loads(json.load(answer)["schema"]))
    return fastavro.schemaless_reader(io.BytesIO(value[5:]), schemas[schema_id])


consumer = Consumer({
    "bootstrap.servers": os.environ["KAFKA_BROKERS"],
    "group.id": os.environ.get("GROUP", "winners-in-python"),
    "auto.offset.reset": "earliest",  # from the first event there is
    "isolation.level": "read_committed",
})
consumer.subscribe([topic])
seen = 0
while count is None or seen < count:
    message = consumer.poll(1.0)
    if message is None or message.error() or message.value() is None:
        continue
    event = decode(message.value())
    winners = [runner["horse"] for runner in event["race"]["runners"] if runner["position"] == "1"]
    print(event["race_id"], event["race"]["course"], *winners, sep="\t", flush=True)
    seen += 1
consumer.close()
