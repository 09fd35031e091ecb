import importlib.metadata
import os
import sys

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pydantic import BaseModel

from adapter import Adapter
from names.clubs import CLUB

app = FastAPI()
started = []


class Player(BaseModel):
    name: str
    goals: int = 0


def team(request: Request) -> str:
    return request.headers.get("x-team", CLUB)


@app.on_event("startup")
async def start():
    started.append(os.getpid())


@app.get("/players/{number}")
def player(number: int, response: Response, club: str = Depends(team)):
    if number > 99:
        raise HTTPException(404, f"nobody wears {number}")
    response.set_cookie("seen", str(number))
    return {"number": number, "club": club}


@app.post("/players", status_code=201)
async def sign(signed: Player):
    return signed


@app.get("/about")
async def about():
    return {
        "fastapi": importlib.metadata.version("fastapi"),
        "root": os.environ["LAMBDA_TASK_ROOT"] == os.path.dirname(__file__),
        "first": sys.path[0] == os.environ["LAMBDA_TASK_ROOT"],
        "beside": sys.modules["fastapi"].__file__.startswith(os.environ["LAMBDA_TASK_ROOT"]),
        "started": len(started),
    }


@app.get("/logo")
async def logo():
    return Response(bytes([0, 1, 254, 255]), media_type="image/png")


handler = Adapter(app)
